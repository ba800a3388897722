/** What the page shows of a subscription. */
export interface ShownMessages {
  /** How many have come. */
  readonly messages: number;
  readonly newestFirst: readonly object[];
}

const [mostShown, showEveryMs] = [50, 100];

/** The last messages of a subscription. However fast they come, they are handed on only so often that the editor can show them. */
export class MessageList {
  #count = 0;
  #newestFirst: readonly object[] = [];
  #hasEnded = false;
  #changed = Promise.withResolvers<undefined>();

  add(message: object): void {
    this.#count += 1;
    this.#newestFirst = [message, ...this.#newestFirst.slice(0, mostShown - 1)];
    this.#changed.resolve(undefined);
  }

  end(): void {
    this.#hasEnded = true;
    this.#changed.resolve(undefined);
  }

  /** The list whenever it has grown, until it has ended. */
  async *read(): AsyncGenerator<ShownMessages, undefined> {
    let shown = 0;
    for (;;) {
      await this.#changed.promise;
      if (this.#hasEnded && shown === this.#count) return undefined;
      if (!this.#hasEnded) this.#changed = Promise.withResolvers();
      shown = this.#count;
      yield { messages: shown, newestFirst: this.#newestFirst };
      await new Promise((resolve) => setTimeout(resolve, showEveryMs));
    }
  }
}
