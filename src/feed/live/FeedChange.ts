import type { RowValues } from '../../query/where/matchesCondition.ts';

/** A change of a row, as it stands on a contract topic or in the embedded feed. Values are as on the wire, unmasked. */
export interface FeedChange {
  readonly partition: number;
  readonly offset: bigint;
  /** The key's fields by their GraphQL names, as on the wire; none where the record does not say which row it is about. */
  readonly key: RowValues;
  /** Grows with each change of the key; null where another pipeline fills the topic. */
  readonly revision: string | null;
  /** The row by GraphQL names; null where it is gone, undefined where the record cannot be read. Fields that it does not hold are not there. */
  readonly row: RowValues | null | undefined;
  /** Of the row as it was, at least what filters, residency and row policies ask; null where there was none, undefined where nobody says. Fields that nobody tells are not there. */
  readonly before: RowValues | null | undefined;
  /** ISO time; null where nobody says. */
  readonly committedAt: string | null;
  /** Tells the record from any other that may stand in its place one day. */
  readonly mark: string;
  /** About what it takes in memory. */
  readonly bytes: number;
}
