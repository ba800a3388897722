/** A record of an event log: one line of NDJSON. */
export interface SourceEvent {
  readonly topic: string;
  readonly key: string;
  readonly timestamp: number;
  readonly value: unknown;
}
