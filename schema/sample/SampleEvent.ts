/** A source event as `concordat ingest` reads it from a line of NDJSON. */
export interface SampleEvent {
  readonly topic: string;
  readonly key: string;
  /** The record's timestamp in epoch milliseconds. */
  readonly timestamp: number;
  readonly value: Readonly<Record<string, unknown>>;
}
