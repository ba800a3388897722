import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../../../src/query/where/Condition.ts';
import { conditionPaths } from '../../../../src/query/where/conditionPaths.ts';
import { conditionText } from '../../../../src/query/where/conditionText.ts';
import { matchesCondition, type RowValues } from '../../../../src/query/where/matchesCondition.ts';
import { normalCondition } from '../../../../src/query/where/normalCondition.ts';
import { parseWhere } from '../../../../src/query/where/parseWhere.ts';
import { parcelAccess } from '../../../support/parcels.ts';

const access = parcelAccess('tracker', 'parcel@2');

function textOf(where: unknown): string {
  return conditionText(normalCondition(parseWhere(where, access)));
}

const a = { label: { eq: 'a' } };
const b = { pieceCount: { gt: 1 } };

describe('normalCondition', () => {
  it.each<readonly [string, unknown, readonly unknown[]]>([
    [
      'nothing asked',
      undefined,
      [null, {}, { label: {} }, { and: [] }, { and: [{}, { and: [{}] }] }, { or: [{}] }, { not: { or: [] } }],
    ],
    ['nothing found', { or: [] }, [{ not: {} }, { not: { and: [{}] } }, { and: [{ or: [] }] }]],
    [
      'one comparison',
      a,
      [
        { ...a, pieceCount: {} },
        { and: [a] },
        { or: [a] },
        { and: [a, {}] },
        { and: [a, a] },
        { not: { not: a } },
      ],
    ],
    [
      'two at once',
      { ...a, ...b },
      [{ ...b, ...a }, { and: [a, b] }, { and: [b, a] }, { ...a, and: [b, {}] }],
    ],
    [
      'one of two',
      { or: [a, b] },
      [{ or: [b, a] }, { or: [a, b, a] }, { or: [{ or: [a] }, b] }, { and: [{ or: [b, a] }] }],
    ],
    ['one of some values', { label: { in: ['a', 'b'] } }, [{ label: { in: ['b', 'a', 'b'] } }]],
  ])('is one for all that ask the same: %s', (_what, where, others) => {
    for (const other of others) expect([other, textOf(other)]).toEqual([other, textOf(where)]);
  });

  it('is another for whatever asks for something else', () => {
    const different = [
      ...[{}, { or: [] }, a, b, { not: a }, { ...a, ...b }, { or: [a, b] }, { not: { ...a, ...b } }],
      ...[{ label: { ne: 'a' } }, { label: { eq: 'b' } }, { label: { in: [] } }, { label: { notIn: [] } }],
      ...[{ label: { in: ['a', 'b'] } }, { label: { in: ['a,b'] } }, { label: { notIn: ['a', 'b'] } }],
      ...[{ label: { isNull: true } }, { label: { isNull: false } }, { label: { eq: 'true' } }],
      ...[{ label: { startsWith: 'a' } }, { label: { contains: 'a' } }, { parcelId: { eq: 'a' } }],
      ...[{ pieceCount: { gte: 1 } }, { pieceCount: { lt: 1 } }, { or: [a, { ...a, ...b }] }],
    ];
    expect(new Set(different.map(textOf)).size).toBe(different.length);
  });

  it('has the same answer as before for every row, whatever is unknown of it, and looks at the same fields', () => {
    const [left, right] = [parseWhere(a, access), parseWhere(b, access)];
    const atoms: readonly Condition[] = [
      { kind: 'AND', conditions: [] },
      { kind: 'OR', conditions: [] },
      left,
      right,
    ];
    const combined = (of: readonly Condition[]): readonly Condition[] => [
      ...of,
      ...of.map((condition): Condition => ({ kind: 'NOT', condition })),
      ...of.flatMap((one) =>
        of.flatMap((other): Condition[] => [
          { kind: 'AND', conditions: [one, other] },
          { kind: 'OR', conditions: [one, other] },
        ]),
      ),
    ];
    const rows = ['a', 'b', null, undefined].flatMap((label) =>
      [1, 2, null, undefined].map((pieceCount): RowValues => ({
        ...(label === undefined ? {} : { label }),
        ...(pieceCount === undefined ? {} : { pieceCount }),
      })),
    );
    const answers = (condition: Condition): readonly unknown[] =>
      rows.map((row) => matchesCondition(condition, row, () => undefined));
    const paths = (condition: Condition): ReadonlySet<string> => new Set(conditionPaths(condition));
    const ofTexts = new Map<string, string>();
    for (const condition of combined(combined(atoms))) {
      const normal = normalCondition(condition);
      const text = conditionText(normal);
      const found = JSON.stringify(answers(condition).map(String));
      expect([conditionText(condition), answers(normal)]).toEqual([
        conditionText(condition),
        answers(condition),
      ]);
      expect(paths(normal)).toEqual(paths(condition));
      expect(normalCondition(normal)).toEqual(normal);
      expect(found).toBe(ofTexts.get(text) ?? found);
      ofTexts.set(text, found);
    }
  });
});
