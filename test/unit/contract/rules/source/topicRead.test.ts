import { expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { projectFixture } from '../../../../support/projectFixture.ts';
import { topicFixture, topicText } from '../../../../support/topicFixture.ts';

it.each(['intake.claim', 'claims', 'no topic'])(
  'refuses the declaration of %s, which no product reads',
  (topic) => {
    const file = `schema/sources/${topic}.yaml`;
    const files = projectFixture({ [file]: topicText });
    expect(problemsOf(files)).toEqual([problemAt('source-unread', files, file)]);
  },
);

it('takes that of a topic that a product reads', () => {
  expect(problemsOf(topicFixture())).toEqual([]);
});
