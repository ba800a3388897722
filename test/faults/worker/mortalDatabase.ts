import type { Database, Transaction } from '../../../src/storage/Database.ts';
import { isWrite, type KillPoint } from './killPoints.ts';

/** A database that tells by `reach`, and waits for it, when its process comes to a point. */
export function mortalDatabase(database: Database, point: KillPoint, reach: () => Promise<void>): Database {
  const isAt = (step: KillPoint['step'], when: KillPoint['when']): boolean =>
    point.step === step && point.when === when;

  const watch = (transaction: Transaction, onWrite: () => void): Transaction => {
    const around = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
      if (!isWrite(text, point.work)) return run();
      onWrite();
      if (isAt('WRITE', 'BEFORE')) await reach();
      const result = await run();
      if (isAt('WRITE', 'AFTER')) await reach();
      return result;
    };
    return {
      query: <Row extends object>(statement: Parameters<Transaction['query']>[0]) =>
        around(statement.text, () => transaction.query<Row>(statement)),
      execute: (statement) => around(statement.text, () => transaction.execute(statement)),
      script: (text) => around(text, () => transaction.script(text)),
      describe: (text) => transaction.describe(text),
      copyFrom: (text, chunks) => transaction.copyFrom(text, chunks),
      savepoint: (body) => transaction.savepoint(body),
    };
  };

  return {
    ...database,
    async transaction(fn, options) {
      const seen = { write: false };
      const result = await database.transaction(async (transaction) => {
        const done = await fn(
          watch(transaction, () => {
            seen.write = true;
          }),
        );
        if (seen.write && isAt('COMMIT', 'BEFORE')) await reach();
        return done;
      }, options);
      if (seen.write && isAt('COMMIT', 'AFTER')) await reach();
      return result;
    },
  };
}
