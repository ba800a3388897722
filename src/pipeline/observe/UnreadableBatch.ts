/** A batch on a contract topic that somebody wrote and a publisher cannot read. */
export interface UnreadableBatch {
  /** E.g. `settled_claim@1`. */
  readonly contract: string;
  readonly topic: string;
  readonly partition: number;
  readonly fromOffset: bigint;
  /** The first offset behind it. */
  readonly toOffset: bigint;
  readonly reason: string;
}
