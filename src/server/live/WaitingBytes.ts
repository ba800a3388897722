import type { Rendered } from '../../feed/hub/LiveMessage.ts';
import type { ConsumerBytes } from './ConsumerBytes.ts';

/** Messages of more bytes are counted once for all that they wait for, as they are in memory once. */
export const largeBytes = 64 * 1024;

/** Bytes that were sent to one subscription and that the network has not taken yet. */
export class WaitingBytes {
  readonly #ofConsumer: ConsumerBytes;
  #count = 0;
  /** Of large messages what tells the consumer's count that they wait here no longer. */
  readonly #large = new Set<() => void>();
  #largeCount = 0;
  #drained: (() => void)[] = [];

  /** @param ofConsumer - counts what waits here and elsewhere */
  constructor(ofConsumer: ConsumerBytes) {
    this.#ofConsumer = ofConsumer;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Notes that so many were sent; gives what is to be called when they were taken.
   *
   * @param message - which they are of, where others may be sent it too
   */
  add(bytes: number, message?: Rendered): () => void {
    this.#count += bytes;
    if (message !== undefined && bytes > largeBytes) return this.#addLarge(bytes, message);
    this.#ofConsumer.add(bytes);
    return () => {
      // Nothing is left where it was cleared.
      const settled = Math.min(bytes, this.#count - this.#largeCount);
      this.#ofConsumer.settle(settled);
      this.#lower(settled);
    };
  }

  /** Nobody is there to take any more. */
  clear(): void {
    this.#ofConsumer.settle(this.#count - this.#largeCount);
    for (const settle of this.#large) settle();
    this.#large.clear();
    this.#largeCount = 0;
    this.#lower(this.#count);
  }

  #addLarge(bytes: number, message: Rendered): () => void {
    const settle = this.#ofConsumer.hold(message, bytes);
    this.#large.add(settle);
    this.#largeCount += bytes;
    return () => {
      if (!this.#large.delete(settle)) return;
      settle();
      this.#largeCount -= bytes;
      this.#lower(bytes);
    };
  }

  /** Resolves when all were taken. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#count === 0) resolve();
      else this.#drained.push(resolve);
    });
  }

  #lower(bytes: number): void {
    this.#count -= bytes;
    if (this.#count > 0) return;
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}
