import { expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedTopic, topicFile } from '../../../../support/topicFixture.ts';

it('refuses an event type that is too long', () => {
  const long = 'C'.repeat(201);
  const files = editedTopic('Closed:', `${long}:`);
  expect(problemsOf(files)).toEqual([problemAt('shape-length', files, topicFile, long)]);
  expect(problemsOf(editedTopic('Closed:', `${'C'.repeat(200)}:`))).toEqual([]);
});

it('refuses names that are too long together', () => {
  const nested = (length: number): string =>
    `    type: object\n    properties:\n      ${'a'.repeat(length)}: { type: string }\n`;
  const files = editedTopic("    type: 'null'\n", nested(999));
  expect(problemsOf(files)).toEqual([problemAt('shape-length', files, topicFile, 'a'.repeat(999))]);
  expect(problemsOf(editedTopic("    type: 'null'\n", nested(998)))).toEqual([]);
});
