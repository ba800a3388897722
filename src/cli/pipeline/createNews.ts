import { describeError } from '../../server/logging/describeError.ts';

/** After which a failure that goes on is said again. */
const repeatMs = 600_000;

/** Tells a worker's failure that was not said lately from one that was: what is tried again fails in the same way again and again. */
export function createNews(
  clock: () => number = () => performance.now(),
): (worker: string, error: unknown) => boolean {
  const saidAt = new Map<string, number>();
  return (worker, error) => {
    for (const [text, at] of saidAt) if (clock() - at >= repeatMs) saidAt.delete(text);
    const text = JSON.stringify([worker, describeError(error)]);
    if (saidAt.has(text)) return false;
    saidAt.set(text, clock());
    return true;
  };
}
