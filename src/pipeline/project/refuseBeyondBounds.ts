import { columnType } from '../../contract/columnType.ts';
import type { Product, ProductTable } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { isReferenceTable } from '../../storage/plan/desiredTables.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';
import { isArray, isNested } from '../bounds/lists.ts';
import { jointBound, keyBytes, valueBound } from '../bounds/valueBounds.ts';

/** Thrown for a row beyond the bounds: the data of some event is at fault, as when `project.sql` fails by it. */
export class BeyondBounds extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'BeyondBounds';
  }
}

/** How the rows of one table that a part of a chunk touched are held against the bounds. */
export interface BoundsCheck {
  readonly table: string;
  /** Gives one row: under `beyond`, why a row is beyond the bounds, null where none is. Takes the table and the part. */
  readonly text: string;
}

/** Each bound of the table: where a row is beyond it, and what to say of it. */
function violations({ product, table, key, fields }: ProductTable): readonly (readonly [string, string])[] {
  const reason = (what: string, words: string): string =>
    `beyond the bounds (table ${product}.${table}, ${what}: ${words})`;
  const column = (name: string): string => quoteName('t', name);
  const together = jointBound(
    key.map((field) => ({ type: field.type, value: column(field.column) })),
    keyBytes,
  );
  const names = key.map((field) => field.column).join(', ');
  return [
    ...fields.flatMap((field): (readonly [string, string])[] => {
      const what = `column ${field.column}`;
      const bound = valueBound(field.type);
      return [
        ...(isArray(field.type)
          ? [[isNested(column(field.column)), reason(what, 'no lists within the list')] as const]
          : []),
        ...(bound === undefined
          ? []
          : [[bound.violation(column(field.column)), reason(what, bound.words)] as const]),
      ];
    }),
    ...(together === undefined
      ? []
      : [[together.violation, reason(`key ${names}`, together.words)] as const]),
  ];
}

function checkOf(table: ProductTable): readonly BoundsCheck[] {
  const found = violations(table);
  if (found.length === 0 || isReferenceTable(table)) return [];
  const sameKey = table.key.map(
    ({ column, type }) =>
      `${quoteName('t', column)} = (p.identity ->> ${quoteText(column)})::${columnType(type)}`,
  );
  const cases = found.map(([violation, reason]) => `when ${violation} then ${quoteText(reason)}`);
  const text = `
    select min(case ${cases.join('\n')} end) as beyond
    from produced p join ${quoteName(table.product, table.table)} t on ${sameKey.join(' and ')}
    where p.product_table = $1 and p.part = $2`;
  return [{ table: table.table, text }];
}

/** The checks of a product, one statement for each table that has columns with bounds. */
export function boundsChecks(product: Product): readonly BoundsCheck[] {
  return product.tables.flatMap(checkOf);
}

/**
 * Holds the rows that a part of a chunk touched against the bounds.
 *
 * @throws BeyondBounds naming table, column and bound, never the value.
 */
export async function refuseBeyondBounds(
  transaction: Transaction,
  checks: readonly BoundsCheck[],
  part: number,
): Promise<void> {
  for (const { table, text } of checks) {
    const [found] = await transaction.query<{ beyond: string | null }>({ text, values: [table, part] });
    if (found?.beyond != null) throw new BeyondBounds(found.beyond);
  }
}
