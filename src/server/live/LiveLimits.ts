/** How much subscriptions may take. */
export interface LiveLimits {
  /** Bytes of a subscription that may wait to be read; more end it with SLOW_CONSUMER. */
  readonly waitingBytes: number;
  /** The same of all subscriptions of a consumer. */
  readonly waitingBytesPerConsumer: number;
  /** Different selections that a consumer follows at once: each change is executed once for each. */
  readonly selectionsPerConsumer: number;
  /**
   * Values that the different selections of a consumer hold together, as they are counted for queries. A change is told to all, and what
   * one consumer lets be made of it, all others wait for: so many take some 25 ms.
   */
  readonly selectedValuesPerConsumer: number;
  /** Comparisons of a consumer's different filters, those not counted by which a filter is found. */
  readonly comparisonsPerConsumer: number;
  /** Bytes that are counted for the different filters that a consumer follows by at once: they are in memory for as long as it does. */
  readonly filterBytesPerConsumer: number;
  /** Milliseconds in which a client that is told of a snapshot or of what it missed must read what waits, and any client something of it. */
  readonly stallMs: number;
  /** Bytes of a socket that may wait to be read before nothing more is read from it. */
  readonly unreadBytes: number;
  /** Subscriptions and other operations of a socket at once. */
  readonly operationsPerSocket: number;
  /** Event streams are counted with them. */
  readonly socketsPerConsumer: number;
  /** Bytes of a message that a client may send. */
  readonly frameBytes: number;
  /** Sockets whose clients have not said yet who they are. */
  readonly unidentifiedSockets: number;
  /** Bytes that a client may send before it has said who it is. */
  readonly handshakeBytes: number;
  /** Milliseconds in which a client must say who it is. */
  readonly handshakeMs: number;
  /**
   * Milliseconds after which a client is asked whether it is there; so long it may take to answer. Over an event stream it is told that
   * somebody is there.
   */
  readonly keepAliveMs: number;
  /** Milliseconds after which an event stream that is told nothing gets a new cursor, as they do not last. */
  readonly cursorMs: number;
  /** Milliseconds for which a socket may stay without any operation. */
  readonly idleMs: number;
  /** Snapshots that are read at once, each on a connection of its own; more wait. */
  readonly snapshotsAtOnce: number;
  /** Of one consumer. */
  readonly snapshotsPerConsumer: number;
  /** Milliseconds in which a snapshot must have been read. */
  readonly snapshotMs: number;
  /** Subscriptions at once that are told what they missed by reading it from the feed; more wait. */
  readonly catchUpsAtOnce: number;
  /** Of one consumer. */
  readonly catchUpsPerConsumer: number;
  /** Bytes of a snapshot, or of what it missed, that a client must read in a second while others wait for theirs; twice as many after each 2 minutes. */
  readonly placeBytesPerSecond: number;
  /** Bytes of changes of a contract that are kept for those who come back, and by which one consumer may be behind others. */
  readonly tailBytes: number;
  /** Milliseconds between two audit records of a subscription. */
  readonly auditMs: number;
}

export const defaultLiveLimits: LiveLimits = {
  waitingBytes: 1024 * 1024,
  waitingBytesPerConsumer: 256 * 1024 * 1024,
  selectionsPerConsumer: 200,
  selectedValuesPerConsumer: 5_000,
  comparisonsPerConsumer: 4_000,
  filterBytesPerConsumer: 16 * 1024 * 1024,
  stallMs: 30_000,
  unreadBytes: 1024 * 1024,
  operationsPerSocket: 100,
  socketsPerConsumer: 500,
  frameBytes: 512 * 1024,
  unidentifiedSockets: 1_000,
  handshakeBytes: 64 * 1024,
  handshakeMs: 3_000,
  keepAliveMs: 12_000,
  cursorMs: 5 * 60_000,
  idleMs: 5 * 60_000,
  snapshotsAtOnce: 4,
  snapshotsPerConsumer: 2,
  snapshotMs: 3_600_000,
  catchUpsAtOnce: 4,
  catchUpsPerConsumer: 2,
  placeBytesPerSecond: 256 * 1024,
  tailBytes: 16 * 1024 * 1024,
  auditMs: 10_000,
};
