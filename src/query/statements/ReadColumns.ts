import sql, { join, type Sql } from 'sql-template-tag';
import { identifier } from '../sql/identifier.ts';

/** Columns that a statement reads of each row: as the driver parses them, and as the text that Postgres writes. */
export interface ReadColumns {
  readonly values: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

export const noColumns: ReadColumns = { values: new Set(), texts: new Set() };

/** Everything that any of them reads. */
export function unionColumns(...selections: readonly ReadColumns[]): ReadColumns {
  return {
    values: new Set(selections.flatMap(({ values }) => [...values])),
    texts: new Set(selections.flatMap(({ texts }) => [...texts])),
  };
}

/** The name under which a row carries the text of a column. */
export function textName(column: string): string {
  return `${column}::text`;
}

/** The select list. Sorted, so that equal selections are equal statements whatever order their fields came in. */
export function columnsSql({ values, texts }: ReadColumns): Sql {
  const parts = [
    ...[...values].sort().map((column) => identifier(column)),
    ...[...texts].sort().map((column) => sql`${identifier(column)}::text as ${identifier(textName(column))}`),
  ];
  return join(parts, ', ');
}
