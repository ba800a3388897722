import { describeError, type ErrorDescription } from '../../server/logging/describeError.ts';

/** After which a failure that goes on is said again. */
const repeatMs = 600_000;

/** That Kafka is away is one piece of news, whatever each piece of work was about when it noticed. */
function sameness(described: ErrorDescription): ErrorDescription {
  const isOfAll = described.code === 'KAFKA_UNAVAILABLE' && described.subject === undefined;
  return isOfAll ? { ...described, message: '' } : described;
}

/** Tells a worker's failure that was not said lately from one that was: what is tried again fails in the same way again and again. */
export function createNews(
  clock: () => number = () => performance.now(),
): (worker: string, error: unknown) => boolean {
  const saidAt = new Map<string, number>();
  return (worker, error) => {
    for (const [text, at] of saidAt) if (clock() - at >= repeatMs) saidAt.delete(text);
    const text = JSON.stringify([worker, sameness(describeError(error))]);
    if (saidAt.has(text)) return false;
    saidAt.set(text, clock());
    return true;
  };
}
