import type { ConsumerBytes } from './ConsumerBytes.ts';

/** Bytes that were sent to one subscription and that the network has not taken yet. */
export class WaitingBytes {
  readonly #ofConsumer: ConsumerBytes;
  #count = 0;
  #drained: (() => void)[] = [];

  /** @param ofConsumer - counts what waits here and elsewhere */
  constructor(ofConsumer: ConsumerBytes) {
    this.#ofConsumer = ofConsumer;
  }

  get count(): number {
    return this.#count;
  }

  /** Notes that so many were sent; gives what is to be called when they were taken. */
  add(bytes: number): () => void {
    this.#count += bytes;
    this.#ofConsumer.add(bytes);
    return () => {
      this.#settle(bytes);
    };
  }

  /** Nobody is there to take any more. */
  clear(): void {
    this.#settle(this.#count);
  }

  /** Resolves when all were taken. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#count === 0) resolve();
      else this.#drained.push(resolve);
    });
  }

  #settle(bytes: number): void {
    const settled = Math.min(bytes, this.#count);
    this.#count -= settled;
    this.#ofConsumer.settle(settled);
    if (this.#count > 0) return;
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}
