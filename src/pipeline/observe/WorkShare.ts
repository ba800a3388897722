/** What a worker of this process works on, when that has changed: names of pieces, e.g. `shard:3`. */
export interface WorkShare {
  readonly held: readonly string[];
  /** Of those, what it did not have before, or had lost in between. */
  readonly taken: readonly string[];
  /** What it has left to other processes. */
  readonly givenBack: readonly string[];
  /** What expired under it, as while the process was frozen or did not reach the database. */
  readonly lost: readonly string[];
}
