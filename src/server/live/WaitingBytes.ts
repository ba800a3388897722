/** Bytes that were sent and that the network has not taken yet. */
export class WaitingBytes {
  #count = 0;
  #drained: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Notes that so many were sent; gives what is to be called when they were taken. */
  add(bytes: number): () => void {
    this.#count += bytes;
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
    this.#count = Math.max(0, this.#count - bytes);
    if (this.#count > 0) return;
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}
