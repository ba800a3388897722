/** A message of a subscription of a contract, as `{ kind key node revision cursor }` asks for it. */
export interface Change<Row> {
  readonly kind: 'SNAPSHOT' | 'SNAPSHOT_COMPLETE' | 'UPSERT' | 'DELETE';
  /** Null with SNAPSHOT_COMPLETE alone. */
  readonly key: Readonly<Record<string, unknown>> | null;
  /** Null where the row is gone. */
  readonly node: Row | null;
  /** Grows with each change of a key; null for a table that does not count them. */
  readonly revision: string | null;
  /** From where to go on after this message; within a snapshot nobody can. */
  readonly cursor: string;
}
