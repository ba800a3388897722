import { setImmediate } from 'node:timers/promises';

/** Resolves when it is the asker's turn. */
export type Turns = () => Promise<void>;

/**
 * Gives turns in order, one each time that the process has looked after its connections: graphql-js writes everything that
 * is there without a pause, and what stands behind hundreds of rows, come all at once, would keep every other caller waiting.
 */
export function createTurns(): Turns {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => setImmediate());
    return last;
  };
}
