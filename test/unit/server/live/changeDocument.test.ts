import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, print, validate } from 'graphql';
import { changeDocument } from '../../../../src/server/live/changeDocument.ts';

const schema = buildSchema(`
  type Query { nothing: String }
  type Part { name(as: String): String parts(first: Int): [Part] }
  type Subscription { saleV1(where: String, after: String, snapshot: Boolean): Part otherV1(where: String): Part }
`);

function executed(query: string): string {
  const document = changeDocument({ schema, document: parse(query) });
  expect(validate(schema, document)).toEqual([]);
  return print(document).replace(/\s+/g, ' ');
}

describe('changeDocument', () => {
  it('leaves out what only says of which rows, and its variables', () => {
    expect(
      executed(`subscription Followed($w: String, $n: String, $more: Boolean!) {
        sale: saleV1(where: $w, snapshot: true) { name(as: $n) parts(first: 2) @include(if: $more) { name } }
      }`),
    ).toBe(
      'subscription Followed($n: String, $more: Boolean!) { sale: saleV1 { name(as: $n) parts(first: 2) @include(if: $more) { name } } }',
    );
  });

  it('keeps a variable that stands elsewhere too, and knows root fields in fragments', () => {
    expect(
      executed(`subscription ($w: String, $a: String) { ...Root saleV1(where: $w, after: $a) { name } }
        fragment Root on Subscription { saleV1(where: $w, after: $a) { ...Named } }
        fragment Named on Part { parts { name(as: $w) } }`),
    ).toBe(
      'subscription ($w: String) { ...Root saleV1 { name } } fragment Root on Subscription { saleV1 { ...Named } } fragment Named on Part { parts { name(as: $w) } }',
    );
  });
});
