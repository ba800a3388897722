import { setTimeout } from 'node:timers/promises';

export interface UntilOptions {
  readonly patienceMs?: number;
  readonly pollMs?: number;
  /** What to say beside what was waited for when it did not come. */
  readonly explain?: () => Promise<string> | string;
}

/**
 * Waits until the condition holds. One that throws does not hold yet: what it asks may be away for a while.
 *
 * @throws Error with `what` when it does not come to pass in time
 */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  { patienceMs = 60_000, pollMs = 50, explain }: UntilOptions = {},
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    let reason: unknown;
    const holds = await Promise.resolve()
      .then(condition)
      .catch((error: unknown) => {
        reason = error;
        return false;
      });
    if (holds) return;
    if (performance.now() > deadline) {
      throw new Error(`It never came to pass that ${what}.\n${(await explain?.()) ?? ''}`, { cause: reason });
    }
    await setTimeout(pollMs);
  }
}
