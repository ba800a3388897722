import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Servings } from '../graphql/Servings.ts';
import type { Asker } from '../http/requestState.ts';
import type { LiveSubscription } from './LiveSubscription.ts';
import { profileNow } from './profileNow.ts';
import { whyEnded } from './whyEnded.ts';

export interface CallerParts {
  readonly servings: Servings;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The subscriptions of a caller on one connection, and what ends them: its token, its agreements and the contracts. */
export class CallerSubscriptions {
  readonly #parts: CallerParts;
  readonly #subscriptions = new Set<LiveSubscription>();
  #asker: Asker;
  #day: string;

  constructor(asker: Asker, parts: CallerParts) {
    this.#asker = asker;
    this.#parts = parts;
    this.#day = dayOf(parts.now());
  }

  /** Who it is and what it may see now. */
  get asker(): Asker {
    return this.#asker;
  }

  /** @param onEnd - called when it has ended */
  add(subscription: LiveSubscription, onEnd: () => void = () => undefined): void {
    if (subscription.signal.aborted) {
      onEnd();
      return;
    }
    this.#subscriptions.add(subscription);
    subscription.signal.addEventListener(
      'abort',
      () => {
        this.#subscriptions.delete(subscription);
        onEnd();
      },
      { once: true },
    );
  }

  /**
   * Looks again what the caller may see: what is not as it was before ends, and everything else goes on. Gives in words why the
   * caller can have nothing any more, where that is so.
   */
  recheck(): string | undefined {
    const { caller } = this.#asker;
    const profile = profileNow(this.#parts.servings, caller);
    for (const subscription of this.#subscriptions) {
      const reason = whyEnded(subscription.shown, profile);
      if (reason !== undefined) subscription.end(reason);
    }
    if (profile === undefined) return 'No agreement covers anything any more';
    this.#asker = { caller, profile };
    return undefined;
  }

  /** Ends what token or agreements do not cover any more by now. Gives the same as `recheck`. */
  check(): string | undefined {
    const now = this.#parts.now();
    if (this.#asker.caller.expiresAt.getTime() <= now) {
      const expired = new ConcordatError('TOKEN_EXPIRED', 'The token has expired.', {
        fix: 'Connect with a new token.',
      });
      for (const subscription of this.#subscriptions) subscription.end(expired);
      return 'Token expired';
    }
    // Agreements end with a day (UTC).
    const day = dayOf(now);
    if (day === this.#day) return undefined;
    this.#day = day;
    return this.recheck();
  }

  /** The client is gone. */
  leave(): void {
    for (const subscription of this.#subscriptions) subscription.leave();
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
