import type { Contract } from '../../contract/model.ts';
import type { ContractAccess } from '../../policy/AccessProfile.ts';
import { pageSize } from '../../query/page/Page.ts';
import { readSnapshotView } from '../../pipeline/publish/snapshotView.ts';
import type { Position } from '../../query/order/keysetRanges.ts';
import { revisionColumn } from '../../query/selection/metaColumns.ts';
import { listColumns, listStatement } from '../../query/statements/listStatement.ts';
import { textName, type ReadColumns } from '../../query/statements/ReadColumns.ts';
import { parseExactJson } from '../../query/values/parseExactJson.ts';
import type { Condition } from '../../query/where/Condition.ts';
import type { RowValues } from '../../query/where/matchesCondition.ts';
import type { Database } from '../../storage/Database.ts';

/** A row of a snapshot by GraphQL names. */
export interface SnapshotRow {
  readonly row: RowValues;
  readonly revision: string | null;
}

export interface SnapshotRequest {
  readonly access: ContractAccess;
  readonly purpose: string;
  readonly condition: Condition;
  /** Told what the transaction sees (`readSnapshotView`), before the first row. */
  readonly onBegin: (snapshot: string) => void;
  /** Takes rows; the next are read when it resolves. */
  readonly onRows: (rows: readonly SnapshotRow[]) => Promise<void>;
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** JSON is read as text, so that no number of it is rounded. */
function isJson({ type }: Contract['fields'][number]): boolean {
  return type.kind === 'OBJECT' || type.name === 'JSON';
}

function columnsOf({ fields, sql }: Contract): ReadColumns {
  return {
    values: new Set([
      ...fields.filter((field) => !isJson(field)).map(({ column }) => column),
      ...(sql === undefined ? [] : [revisionColumn]),
    ]),
    texts: new Set(fields.filter(isJson).map(({ column }) => column)),
  };
}

function toRow({ fields }: Contract, read: Readonly<Record<string, unknown>>): SnapshotRow {
  const revision = read[revisionColumn];
  return {
    row: Object.fromEntries(
      fields.map((field) => {
        const text = read[textName(field.column)];
        const value = isJson(field) && typeof text === 'string' ? parseExactJson(text) : read[field.column];
        return [field.name, value ?? null];
      }),
    ),
    revision: typeof revision === 'string' ? revision : null,
  };
}

function positionOf(value: unknown): Position {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [];
  return texts.map((text) => (typeof text === 'string' ? text : null));
}

/**
 * Reads the rows that a caller may see and asked for, page by page from one consistent view, in the order of their keys: no more than
 * a page is ever in memory.
 */
export function readSnapshot(
  database: Database,
  { access, purpose, condition, onBegin, onRows, signal }: SnapshotRequest,
): Promise<void> {
  const { contract } = access;
  const columns = columnsOf(contract);
  return database.transaction(
    async (transaction) => {
      onBegin(await readSnapshotView(transaction));
      for (let after: Position | undefined; ;) {
        signal.throwIfAborted();
        const read = await transaction.query(
          listStatement({
            ...{ access, purpose, condition, columns, cursors: true },
            ordering: contract.key.map((field) => ({ field, direction: 'ASC' })),
            page: { from: 'START', size: pageSize.most, ...(after === undefined ? {} : { after }) },
            summary: { totalCount: false, atOrBeforeAfter: false, atOrAfterBefore: false },
          }),
        );
        const page = read.slice(0, pageSize.most);
        if (page.length > 0) await onRows(page.map((row) => toRow(contract, row)));
        if (read.length <= pageSize.most) return;
        after = positionOf(page.at(-1)?.[listColumns.cursor]);
      }
    },
    { isolation: 'REPEATABLE_READ', readOnly: true },
  );
}
