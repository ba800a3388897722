import type { Database } from '../../src/storage/Database.ts';

/** A database whose transactions wait before their commit until `release`; `reached` resolves with the first that waits. */
export function pausedDatabase(database: Database): {
  readonly database: Database;
  readonly reached: Promise<void>;
  readonly release: () => void;
} {
  const [reached, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  return {
    database: {
      ...database,
      transaction: (fn, options) =>
        database.transaction(async (transaction) => {
          const result = await fn(transaction);
          reached.resolve(undefined);
          await released.promise;
          return result;
        }, options),
    },
    reached: reached.promise,
    release: () => {
      released.resolve(undefined);
    },
  };
}
