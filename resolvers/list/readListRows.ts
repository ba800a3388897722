import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { Position } from '../../src/query/order/keysetRanges.ts';
import { cutPage, type PageRows } from '../../src/query/page/cutPage.ts';
import type { Page } from '../../src/query/page/Page.ts';
import { listColumns } from '../../src/query/statements/listStatement.ts';
import { contractRow, type ContractRow } from '../row/ContractRow.ts';

/** A row and its place in the list; without a place when no cursor was asked for. */
export interface ListRow {
  readonly row: ContractRow;
  readonly position: Position;
}

export interface ListRows {
  readonly page: PageRows<ListRow>;
  /** Null when it was not asked for. */
  readonly totalCount: number | null;
}

/** Makes a page of what a list statement gave. */
export function readListRows(
  access: ContractAccess,
  page: Page,
  read: readonly Readonly<Record<string, unknown>>[],
): ListRows {
  // With a summary, a page without rows still is one row, which is not present.
  const present = read.filter((row) => row[listColumns.present] !== null);
  const rows = present.map((row) => ({
    row: contractRow(access, row),
    position: positionOf(row[listColumns.cursor]),
  }));
  const summary = read[0] ?? {};
  const total = summary[listColumns.totalCount];
  return {
    page: cutPage(page, rows, {
      atOrBeforeAfter: summary[listColumns.atOrBeforeAfter] === true,
      atOrAfterBefore: summary[listColumns.atOrAfterBefore] === true,
    }),
    totalCount: total === undefined ? null : Number(total),
  };
}

function positionOf(value: unknown): Position {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.map((entry) => (typeof entry === 'string' ? entry : null));
}
