import type { Rendered } from '../../feed/hub/LiveMessage.ts';

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
  /** By message, of those that are large. */
  readonly #held = new Map<Rendered, { readonly bytes: number; waiting: number }>();
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

  /**
   * Notes that a large message was sent, which is in memory once however many it waits for; gives what is to be called, once, when the
   * network has taken it.
   */
  hold(message: Rendered, bytes: number): () => void {
    const held = this.#held.get(message) ?? { bytes, waiting: 0 };
    if (held.waiting === 0) {
      this.#held.set(message, held);
      this.add(bytes);
    }
    held.waiting += 1;
    return () => {
      held.waiting -= 1;
      if (held.waiting > 0) return;
      this.#held.delete(message);
      this.settle(held.bytes);
    };
  }

  /** Whether a large message may wait, where so many bytes may in all. One that waits already may wait for others too. */
  hasRoom(message: Rendered, bytes: number, most: number): boolean {
    return this.#count === 0 || this.#count + bytes <= most || this.#held.has(message);
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
