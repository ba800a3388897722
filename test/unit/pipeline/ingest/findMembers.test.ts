import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findMembers } from '../../../../src/pipeline/ingest/findMembers.ts';

const space = fc.constantFrom('', ' ', '\t', '  ', '\r');
/** Writes a character of a text as an escape by number. */
function escaped(text: string): string {
  const json = JSON.stringify(text);
  return json.includes('\\')
    ? json
    : json.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
}

const member = fc.record({
  name: fc.oneof(
    fc.constantFrom('value', 'key', 'a'),
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '{', '}', ',', ':', 'x', 'é', '🧀') }),
  ),
  write: fc.constantFrom(JSON.stringify, escaped),
  value: fc.jsonValue(),
  indent: fc.constantFrom(0, 1, '\t'),
  before: space,
  after: space,
});

it('finds the text that JSON.parse makes its values of, whatever the spaces, escapes and doubled names', () => {
  fc.assert(
    fc.property(fc.array(member), (members) => {
      const texts = members.map(({ name, write, value, indent, before, after }) => ({
        name,
        raw: JSON.stringify(value, null, indent),
        text: `${before}${write(name)}${after}:${before}${JSON.stringify(value, null, indent)}${after}`,
      }));
      const bytes = Buffer.from(` {${texts.map(({ text }) => text).join(',')}} `);
      const found = findMembers(bytes);
      const last = new Map(texts.map(({ name, raw }) => [name, raw]));
      expect(
        new Map(Array.from(found, ([name, { start, end }]) => [name, bytes.toString('utf8', start, end)])),
      ).toEqual(last);
    }),
    { numRuns: 500 },
  );
});
