import type { RowValues } from '../../src/query/where/matchesCondition.ts';

/** What a subscription's root field resolves to: one message of a contract's changes. */
export interface ChangeEntry {
  readonly contractId: string;
  readonly kind: 'SNAPSHOT' | 'SNAPSHOT_COMPLETE' | 'UPSERT' | 'DELETE';
  readonly key: RowValues | null;
  /** The row by GraphQL names, unmasked; null where there is none to show. */
  readonly row: RowValues | null;
  readonly revision: string | null;
  readonly cursor: string;
  readonly committedAt: string | null;
}
