import type { SubscriptionStatus } from './LiveStatus.ts';

/** What has become of the subscriptions of a contract. */
export class SubscriptionCounts {
  #messages = 0;
  readonly #ended = new Map<string, number>();
  readonly #open = new Set<CountedSubscription>();

  /** Of the code that a subscription ended with, or `LEFT`. */
  end(subscription: CountedSubscription, code: string): void {
    this.#open.delete(subscription);
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
    for (const subscription of this.#open) unreadBytes += subscription.waitingBytes();
    return {
      ...{ subscriptions: this.#open.size, unreadBytes, messages: this.#messages },
      ended: new Map(this.#ended),
    };
  }
}

export interface CountedSubscription {
  /** Bytes that the network has not taken yet. */
  waitingBytes(): number;
}
