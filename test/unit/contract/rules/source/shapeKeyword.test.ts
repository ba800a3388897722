import { expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedTopic, topicFile } from '../../../../support/topicFixture.ts';

it.each([
  ['share: { type: number }', 'share: { type: number, properties: {} }'],
  ['extra: { type: object }', 'extra: { type: object, items: { type: string } }'],
  ["    type: 'null'\n", "    type: [string, 'null']\n    properties: { a: { type: string } }\n"],
])('refuses what means nothing of the type (%s)', (from, to) => {
  const files = editedTopic(from, to);
  const snippet = to.split('\n').find((line) => /properties|items/.test(line)) ?? to;
  // "Corrected" repeats what "Reported" says, and so its mistakes.
  expect(problemsOf(files)[0]).toEqual(problemAt('shape-keyword', files, topicFile, snippet));
});

it('refuses required names of what is no object', () => {
  const files = editedTopic('share: { type: number }', 'share: { type: number, required: [a] }');
  expect(problemsOf(files)).toContainEqual(problemAt('shape-keyword', files, topicFile, 'share:'));
});

it('takes keywords of one of several types', () => {
  const to = "extra: { type: [object, array, 'null'], items: { type: string }, properties: {} }";
  expect(problemsOf(editedTopic('extra: { type: object }', to))).toEqual([]);
});
