import { isDeepStrictEqual } from 'node:util';
import type { PlainRow } from '../../plain/contracts/PlainRow.ts';

const shown = 8;

function differingFields(expected: PlainRow, actual: PlainRow): string {
  return Object.keys({ ...expected, ...actual })
    .filter((name) => !isDeepStrictEqual(expected[name], actual[name]))
    .map((name) => `${name} should be ${JSON.stringify(expected[name])}, is ${JSON.stringify(actual[name])}`)
    .join('; ');
}

/** Rows by the values of their key; two rows of one key make the key's entry a list, which equals no row. */
function byKey(rows: readonly PlainRow[], key: readonly string[]): ReadonlyMap<string, PlainRow> {
  const found = new Map<string, PlainRow>();
  for (const row of rows) {
    const id = JSON.stringify(key.map((name) => row[name]));
    const before = found.get(id);
    found.set(id, before === undefined ? row : { twice: [before, row] });
  }
  return found;
}

/** The first few differences between rows as they should be and rows as they are, in words; empty where there are none. */
export function compareRows(
  expected: readonly PlainRow[],
  actual: readonly PlainRow[],
  key: readonly string[],
): readonly string[] {
  const left = byKey(expected, key);
  const right = byKey(actual, key);
  const differences: string[] = [];
  for (const [id, row] of left) {
    const other = right.get(id);
    if (other === undefined) differences.push(`${id} is missing`);
    else if (!isDeepStrictEqual(row, other)) differences.push(`${id}: ${differingFields(row, other)}`);
  }
  for (const id of right.keys()) if (!left.has(id)) differences.push(`${id} should not be there`);
  if (differences.length <= shown) return differences;
  return [...differences.slice(0, shown), `… and ${differences.length - shown} more`];
}
