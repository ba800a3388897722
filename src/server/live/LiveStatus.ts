/** How the subscriptions of this process stand. */
export interface LiveStatus {
  /** Connections that are open, by what they are. */
  readonly connections: Readonly<Record<ConnectionKind, number>>;
  /** Of contracts that are followed, or were. */
  readonly contracts: readonly ContractLiveStatus[];
}

export const connectionKinds = ['socket', 'event_stream'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

export interface ContractLiveStatus extends SubscriptionStatus, Partial<FeedStatus> {
  /** E.g. `settled_claim@1`. */
  readonly contract: string;
  /** Groups of equal selection, filter and access. */
  readonly groups: number;
}

/** Of the subscriptions of a contract. */
export interface SubscriptionStatus {
  readonly subscriptions: number;
  /** Bytes that were sent and that the network has not taken yet. */
  readonly unreadBytes: number;
  /** Messages that were sent, since the process began. */
  readonly messages: number;
  /** Subscriptions that have ended, by code; `LEFT` where the client wanted no more, or was gone. */
  readonly ended: ReadonlyMap<string, number>;
}

/** Of the changes of a contract. */
export interface FeedStatus {
  /** About how many bytes of changes are kept for those who come back. */
  readonly keptBytes: number;
  /** About how many bytes of changes wait for the consumer that is furthest behind others. */
  readonly behindBytes: number;
  /** Milliseconds since everything that the feed had was read. */
  readonly lagMs: number;
  /** Records that could not be read. */
  readonly unreadable: number;
}
