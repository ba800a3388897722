/**
 * How long the server waits for a client, in milliseconds where nothing else is said. A slow client holds a socket, and its
 * answer, no longer (attack 48).
 */
export interface Timeouts {
  /** Until all headers have come. */
  readonly headers: number;
  /** Until the whole request has come, body included. */
  readonly request: number;
  /** While nothing of an answer goes out, because its client does not read. */
  readonly stalled: number;
  /** Until all of an answer has gone out, beside the time that its size allows. */
  readonly sending: number;
  /** What a client must read of an answer on average: the time that its size allows. */
  readonly sentBytesPerSecond: number;
  /** For the next request on a connection that is kept alive. */
  readonly keepAlive: number;
}

export const defaultTimeouts: Timeouts = {
  headers: 10_000,
  request: 30_000,
  stalled: 30_000,
  sending: 30_000,
  sentBytesPerSecond: 64 * 1024,
  keepAlive: 65_000,
};
