/** Bytes that were sent and that the network has not taken yet. */
export class WaitingBytes {
  readonly #all: WaitingBytes | undefined;
  #count = 0;
  #drained: (() => void)[] = [];

  /** @param all - counts what waits here and elsewhere */
  constructor(all?: WaitingBytes) {
    this.#all = all;
  }

  get count(): number {
    return this.#count;
  }

  /** Of everything that is counted together with these. */
  get countOfAll(): number {
    return this.#all?.count ?? this.#count;
  }

  /** Notes that so many were sent; gives what is to be called when they were taken. */
  add(bytes: number): () => void {
    this.#count += bytes;
    if (this.#all !== undefined) this.#all.#count += bytes;
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
    if (this.#all !== undefined) this.#all.#settle(settled);
    if (this.#count > 0) return;
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }
}
