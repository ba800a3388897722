import type { Database, Transaction } from '../../../src/storage/Database.ts';
import { isWrite, type KillPoint } from './killPoints.ts';

/** A database whose process dies at a point, by `die`, which does not come back. */
export function mortalDatabase(database: Database, point: KillPoint, die: () => Promise<never>): Database {
  const isAt = (step: KillPoint['step'], when: KillPoint['when']): boolean =>
    point.step === step && point.when === when;

  const watch = (transaction: Transaction, onWrite: () => void): Transaction => {
    const around = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
      if (!isWrite(text, point.work)) return run();
      onWrite();
      if (isAt('WRITE', 'BEFORE')) await die();
      const result = await run();
      if (isAt('WRITE', 'AFTER')) await die();
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
      let hasWritten = false;
      const result = await database.transaction(async (transaction) => {
        const done = await fn(
          watch(transaction, () => {
            hasWritten = true;
          }),
        );
        if (hasWritten && isAt('COMMIT', 'BEFORE')) await die();
        return done;
      }, options);
      if (hasWritten && isAt('COMMIT', 'AFTER')) await die();
      return result;
    },
  };
}
