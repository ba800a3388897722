import pg from 'pg';
import { ConcordatError } from '../errors/ConcordatError.ts';
import type {
  Database,
  Session,
  SqlStatement,
  StatementObservation,
  TransactionOptions,
} from './Database.ts';
import { cancelOnAbort, type Cancelling } from './cancelOnAbort.ts';
import { PooledTransaction } from './PooledTransaction.ts';
import { assertTriggersFire, sessionSettings } from './sessionSettings.ts';
import { createStatementObserver, type StatementObserver } from './StatementObserver.ts';
import { sqlFailureOf } from './SqlFailure.ts';
import { toConcordatError } from './toConcordatError.ts';
import { typeParsers } from './typeParsers.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString: string;
  /** Most connections at once, beside the one that stands aside; default 10. */
  readonly poolSize?: number;
  /** What the server shows of us in pg_stat_activity; default `concordat`. */
  readonly applicationName?: string;
  /** Milliseconds a statement may take, 0 for no limit; default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds to wait for a connection; default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Told of every statement that was run, with its text and never its values. */
  readonly onStatement?: (observation: StatementObservation) => void;
}

const isolationLevels = {
  READ_COMMITTED: 'read committed',
  REPEATABLE_READ: 'repeatable read',
  SERIALIZABLE: 'serializable',
} as const;

function beginText({
  isolation = 'READ_COMMITTED',
  readOnly = false,
  statementTimeoutMs,
}: TransactionOptions): string {
  const begin = `begin isolation level ${isolationLevels[isolation]} ${readOnly ? 'read only' : 'read write'}`;
  if (statementTimeoutMs === undefined) return begin;
  return `${begin}; set local statement_timeout = ${Math.trunc(statementTimeoutMs)}`;
}

/** A pool of connections that reads values as the wire wants them. Connects on first use. */
export function createDatabase(options: DatabaseOptions): Database {
  const observe = createStatementObserver(options.onStatement);
  const limit = options.poolSize ?? 10;
  const endings = new WeakMap<pg.ClientBase, Error>();
  const pool = createPool(options, limit, endings);
  const poolAside = createPool(options, 1, endings);
  const aside = createSession(poolAside, observe);
  const application = options.applicationName ?? 'concordat';
  return {
    ...createSession(pool, observe),
    aside,
    async transaction(fn, transactionOptions = {}) {
      const { signal } = transactionOptions;
      const client = await connect(pool);
      const whole = new PooledTransaction(client, observe);
      let cancelling: Cancelling | undefined = undefined;
      try {
        await whole.script(beginText(transactionOptions));
        if (signal !== undefined) {
          cancelling = await cancelOnAbort(signal, { transaction: whole, application, aside, observe });
        }
        const result = await fn(
          cancelling === undefined ? whole : new PooledTransaction(client, cancelling.observe),
        );
        await cancelling?.stop();
        signal?.throwIfAborted();
        await whole.script(transactionOptions.rollback === true ? 'rollback' : 'commit');
        client.release();
        return result;
      } catch (error) {
        await cancelling?.stop();
        const rolledBack = await whole.script('rollback').then(
          () => true,
          () => false,
        );
        // A connection whose state is not known does not go back to the pool.
        client.release(!rolledBack);
        // What was cancelled fails by that.
        signal?.throwIfAborted();
        throw whyEnded(error, endings.get(client));
      }
    },
    connections: () => {
      const { idleCount: idle, totalCount, waitingCount: waiting } = pool;
      return { idle, used: totalCount - idle, waiting, limit };
    },
    close: async () => {
      await Promise.all([pool.end(), poolAside.end()]);
    },
  };
}

/** What a statement failed by on a connection that the server had ended before: the reason that the server gave then. */
function whyEnded(error: unknown, ending: Error | undefined): unknown {
  const isUnexplained =
    error instanceof ConcordatError &&
    error.code === 'DATABASE_UNAVAILABLE' &&
    sqlFailureOf(error) === undefined;
  return isUnexplained && ending instanceof pg.DatabaseError ? toConcordatError(ending) : error;
}

/** @param endings - is told by what connections end between two statements */
function createPool(options: DatabaseOptions, size: number, endings: WeakMap<pg.ClientBase, Error>): pg.Pool {
  const { statementTimeoutMs = 30_000 } = options;
  const settings = `${sessionSettings}; set statement_timeout = ${Math.trunc(statementTimeoutMs)}`;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: size,
    application_name: options.applicationName ?? 'concordat',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    // Some statements may take as long as they like: only so is it noticed that the server's machine is gone without a word.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: typeParsers,
    // Set by a statement and not as a startup parameter, which poolers in between refuse.
    verify: (client, done) => {
      prepareSession(client, settings).then(() => {
        done();
      }, done);
    },
  });
  // A connection that dies while idle is replaced by the pool; whoever queries next is told if there is no new one.
  pool.on('error', () => undefined);
  // One that dies while it is lent out and between two statements tells nobody but us; the next statement fails by it. The first that
  // it says is why.
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!endings.has(client)) endings.set(client, error);
    }),
  );
  return pool;
}

async function prepareSession(client: pg.ClientBase, settings: string): Promise<void> {
  await client.query(settings);
  await assertTriggersFire(client);
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toConcordatError(error);
  }
}

/** Runs each statement on any connection of the pool. */
function createSession(pool: pg.Pool, observe: StatementObserver): Session {
  const onOneConnection = async <T>(fn: (session: Session) => Promise<T>): Promise<T> => {
    const client = await connect(pool);
    try {
      return await fn(new PooledTransaction(client, observe));
    } finally {
      client.release();
    }
  };
  return {
    query: <Row extends object>(statement: SqlStatement) =>
      onOneConnection((session) => session.query<Row>(statement)),
    execute: (statement) => onOneConnection((session) => session.execute(statement)),
  };
}
