import { expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedTopic, topicFile } from '../../../../support/topicFixture.ts';

it.each([
  ['required: [claimId, currency]', 'required: [claimId, curency]', 'required: [claimId'],
  ['required: [name]', 'required: [price, title]', 'required: [price'],
  ['extra: { type: object }', 'extra: { type: object, required: [a] }', 'extra:'],
])('refuses a required property that is not declared (%s)', (from, to, snippet) => {
  const files = editedTopic(from, to);
  const problem = problemAt('shape-required', files, topicFile, snippet);
  // "Corrected" repeats what "Reported" says, and so its mistakes.
  const first = problemsOf(files)[0];
  expect(first).toEqual(problem);
});
