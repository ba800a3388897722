/** What a worker of this process works on, e.g. `shard:3`, and by what it fails at present; undefined where it does not. */
export type WorkFailures = ReadonlyMap<string, unknown>;
