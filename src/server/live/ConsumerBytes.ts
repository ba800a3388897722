/** Milliseconds in which a client may still read why it ended, before its connection is closed to make room. */
const graceMs = 2_000;

/** A subscription that was ended because its client does not read. */
interface Unread {
  readonly drop: () => void;
  readonly since: number;
}

/** Bytes that were sent to all subscriptions of a consumer and that the network has not taken yet, those of ended ones too. */
export class ConsumerBytes {
  #count = 0;
  #open = 0;
  /** Oldest first. */
  readonly #unread = new Set<Unread>();

  get count(): number {
    return this.#count;
  }

  add(bytes: number): void {
    this.#count += bytes;
  }

  settle(bytes: number): void {
    this.#count -= bytes;
  }

  /** Notes a subscription that is told something; gives what is to be called, once, when it is not any more. */
  open(): () => void {
    this.#open += 1;
    return () => {
      this.#open -= 1;
    };
  }

  /** What each subscription may leave unread where there is room for so much: as long as they hold more, one has more than this. */
  share(most: number): number {
    return most / Math.max(1, this.#open);
  }

  /** Notes that a client does not read. Its connection may be dropped from then on, until all of it was taken. */
  giveUp(drop: () => void, drained: Promise<void>): void {
    const unread = { drop, since: performance.now() };
    this.#unread.add(unread);
    void drained.then(() => this.#unread.delete(unread));
  }

  /** Drops the connections of clients that still have not read what was sent to subscriptions that ended. */
  makeRoom(): void {
    const until = performance.now() - graceMs;
    for (const unread of this.#unread) {
      if (unread.since > until) return;
      this.#unread.delete(unread);
      unread.drop();
    }
  }
}
