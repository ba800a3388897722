import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths } from '../../../../support/projectFixture.ts';

const { product } = fixturePaths;

describe('sourceTopic', () => {
  it.each(['intake claims', '', '.', '..', 'intake/claims', 'a'.repeat(250)])(
    'refuses topic "%s", which Kafka does not take',
    (topic) => {
      const files = editedProject(product, 'topic: "intake.claims"', `topic: "${topic}"`);
      expect(problemsOf(files)).toEqual([problemAt('source-topic', files, product, '@source(topic')]);
    },
  );

  it('refuses a topic that feeds a table twice', () => {
    const source = '@source(topic: "intake.claims")';
    const files = editedProject(
      product,
      source,
      `${source}\n  @source(eventTypeAt: "kind", topic: "intake.claims")`,
    );
    expect(problemsOf(files)).toEqual([problemAt('source-topic', files, product, '@source(eventTypeAt')]);
  });

  it.each(['_Intake-claims.v1', 'a'.repeat(249)])('takes %s', (topic) => {
    expect(problemsOf(editedProject(product, 'topic: "intake.claims"', `topic: "${topic}"`))).toEqual([]);
  });
});
