import type { Database, Transaction } from '../../../src/storage/Database.ts';

/** What a process that dies leaves behind: a transaction without an end. */
export class Death extends Error {}

/** The database of a process that dies after so many statements of a transaction, or just before its commit. */
export function dyingDatabase(database: Database, afterStatements: number): Database {
  return {
    ...database,
    transaction: (fn, options) =>
      database.transaction(async (transaction) => {
        let left = afterStatements;
        const counted =
          <Arguments extends unknown[], Result>(run: (...args: Arguments) => Promise<Result>) =>
          (...args: Arguments): Promise<Result> => {
            left -= 1;
            return left < 0 ? Promise.reject(new Death()) : run(...args);
          };
        const mortal: Transaction = {
          query: <Row extends object>(statement: Parameters<Transaction['query']>[0]) =>
            counted(() => transaction.query<Row>(statement))(),
          execute: counted((statement) => transaction.execute(statement)),
          describe: counted((text) => transaction.describe(text)),
          script: counted((text) => transaction.script(text)),
          copyFrom: counted((text, chunks) => transaction.copyFrom(text, chunks)),
          savepoint: (body) => transaction.savepoint(body),
        };
        await fn(mortal);
        throw new Death();
      }, options),
  };
}
