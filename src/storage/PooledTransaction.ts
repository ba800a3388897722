import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DescribedColumn, SqlStatement, Transaction } from './Database.ts';
import { describeStatement } from './describeStatement.ts';
import type { StatementObserver } from './StatementObserver.ts';

/** A transaction on one connection; `createDatabase` begins and ends it. */
export class PooledTransaction implements Transaction {
  readonly #client: ClientBase;
  readonly #observe: StatementObserver;
  #savepoints = 0;

  constructor(client: ClientBase, observe: StatementObserver) {
    this.#client = client;
    this.#observe = observe;
  }

  async query<Row extends object>({ text, values = [] }: SqlStatement): Promise<Row[]> {
    const result = await this.#observe(text, () => this.#client.query<Row, unknown[]>(text, [...values]));
    return result.rows;
  }

  async execute({ text, values = [] }: SqlStatement): Promise<number> {
    const result = await this.#observe(text, () => this.#client.query<object, unknown[]>(text, [...values]));
    return result.rowCount ?? 0;
  }

  async savepoint<T>(fn: () => Promise<T>): Promise<T> {
    this.#savepoints += 1;
    const name = `s${this.#savepoints}`;
    await this.script(`savepoint ${name}`);
    let result: T;
    try {
      result = await fn();
    } catch (error) {
      await this.script(`rollback to savepoint ${name}; release savepoint ${name}`);
      throw error;
    }
    await this.script(`release savepoint ${name}`);
    return result;
  }

  describe(text: string): Promise<readonly DescribedColumn[]> {
    return this.#observe(text, () => describeStatement(this.#client, text));
  }

  async copyFrom(text: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    let failed: { readonly error: unknown } | undefined;
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        yield* chunks;
      } catch (error) {
        failed = { error };
        throw error;
      }
    }
    try {
      await this.#observe(text, () => pipeline(watched(), this.#client.query(copyFrom(text))));
    } catch (error) {
      // What went wrong where the chunks come from is not the database's.
      throw failed === undefined ? error : failed.error;
    }
  }

  async script(text: string): Promise<void> {
    await this.#observe(text, () => this.#client.query(text));
  }
}
