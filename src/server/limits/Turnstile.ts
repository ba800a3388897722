interface Waiting {
  readonly weight: number;
  readonly enter: () => void;
}

/** Lets in as much weight at once as it holds; who does not fit waits, in order. */
export class Turnstile {
  readonly #capacity: number;
  readonly #waiting = new Set<Waiting>();
  #inside = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when there is room, with what must be called to leave. Rejects with the signal's reason when it aborts before. */
  async enter(weight: number, signal: AbortSignal): Promise<() => void> {
    // What is heavier than all that fits goes alone.
    const taken = Math.min(weight, this.#capacity);
    signal.throwIfAborted();
    if (this.#waiting.size > 0 || !this.#fits(taken)) await this.#turn(taken, signal);
    else this.#inside += taken;
    return () => {
      this.#inside -= taken;
      this.#letIn();
    };
  }

  async #turn(weight: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiting: Waiting = {
      weight,
      enter: () => {
        resolve(undefined);
      },
    };
    const giveUp = (): void => {
      this.#waiting.delete(waiting);
      reject(signal.reason);
      // It may have been the one that did not fit.
      this.#letIn();
    };
    this.#waiting.add(waiting);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  #letIn(): void {
    for (const waiting of this.#waiting) {
      if (!this.#fits(waiting.weight)) return;
      this.#waiting.delete(waiting);
      this.#inside += waiting.weight;
      waiting.enter();
    }
  }

  #fits(weight: number): boolean {
    return this.#inside + weight <= this.#capacity;
  }
}
