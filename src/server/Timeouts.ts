/** How long the server waits for a client, in milliseconds. A slow client holds a socket, and its answer, no longer (attack 48). */
export interface Timeouts {
  /** Until all headers have come. */
  readonly headers: number;
  /** Until the whole request has come, body included. */
  readonly request: number;
  /** While nothing of an answer goes out, because its client does not read. */
  readonly stalled: number;
  /** For the next request on a connection that is kept alive. */
  readonly keepAlive: number;
}

export const defaultTimeouts: Timeouts = {
  headers: 10_000,
  request: 30_000,
  stalled: 30_000,
  keepAlive: 65_000,
};
