import type { Logger } from 'pino';
import type { LiveServiceParts } from './LiveService.ts';
import { EndedCount } from './EndedCount.ts';

export interface UntoldLog {
  readonly onUntold: LiveServiceParts['onUntold'];
  /** Says what has not been said yet. */
  readonly flush: () => void;
}

/** Writes to the log how many subscriptions of a contract had to end, and why: one line for all that end together. */
export function untoldLog(logger: Logger): UntoldLog {
  // By contract and reason; of these there are a few.
  const counts = new Map<string, EndedCount>();
  return {
    onUntold: (contract, { message: reason }, ended) => {
      const key = JSON.stringify([contract, reason]);
      const count =
        counts.get(key) ??
        new EndedCount((subscriptions) => {
          logger.warn({ contract, subscriptions, reason }, 'subscriptions had to end');
        });
      counts.set(key, count);
      count.add(ended);
    },
    flush: () => {
      for (const count of counts.values()) count.flush();
    },
  };
}
