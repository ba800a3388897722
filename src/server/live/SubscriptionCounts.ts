import type { SubscriptionStatus } from './LiveStatus.ts';

/** What has become of the subscriptions of a contract. */
export class SubscriptionCounts {
  #messages = 0;
  readonly #ended = new Map<string, number>();
  readonly #open = new Set<CountedSubscription>();
  /** Ended ones of which something waits still. */
  readonly #unread = new Set<CountedSubscription>();

  /** Of the code that a subscription ended with, or `LEFT`. */
  end(subscription: CountedSubscription, code: string): void {
    this.#open.delete(subscription);
    if (subscription.waitingBytes() > 0) {
      this.#unread.add(subscription);
      void subscription.drained().then(() => this.#unread.delete(subscription));
    }
    this.#ended.set(code, (this.#ended.get(code) ?? 0) + 1);
  }

  begin(subscription: CountedSubscription): void {
    this.#open.add(subscription);
  }

  sent(): void {
    this.#messages += 1;
  }

  status(): SubscriptionStatus {
    let unreadBytes = 0;
    for (const subscription of [...this.#open, ...this.#unread]) unreadBytes += subscription.waitingBytes();
    return {
      ...{ subscriptions: this.#open.size, unreadBytes, messages: this.#messages },
      ended: new Map(this.#ended),
    };
  }
}

export interface CountedSubscription {
  /** Bytes that the network has not taken yet. */
  waitingBytes(): number;
  /** Resolves when it has taken all, or nobody is there any more. */
  drained(): Promise<void>;
}
