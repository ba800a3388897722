import type { Position } from '../../src/query/order/keysetRanges.ts';
import type { ListRows } from './readListRows.ts';

/** A page as the connection type's fields, each of which graphql-js finds here by its name. */
export function connection(
  { page, totalCount }: ListRows,
  encode: (position: Position) => string,
): Readonly<Record<string, unknown>> {
  const { rows, hasNextPage, hasPreviousPage } = page;
  const cursorAt = (index: number): string | null => {
    const found = rows.at(index);
    return found === undefined ? null : encode(found.position);
  };
  return {
    edges: () => rows.map(({ row, position }) => ({ node: row, cursor: () => encode(position) })),
    nodes: () => rows.map(({ row }) => row),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: () => cursorAt(0),
      endCursor: () => cursorAt(-1),
    },
    totalCount,
  };
}
