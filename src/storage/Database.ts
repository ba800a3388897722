/** One SQL statement as the query layer makes it: `$1` … placeholders and the values that go into them. */
export interface SqlStatement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** A column of a statement's result, found without executing it. */
export interface DescribedColumn {
  readonly name: string;
  /** OID of the type and its modifier, as `format_type` takes them. */
  readonly type: number;
  readonly modifier: number;
}

/** Something that runs statements: the pool, or one transaction of it. */
export interface Session {
  /**
   * Runs one statement and gives its rows. Values come as the wire wants them: `timestamptz` as
   * `2017-01-05T14:01:20.000Z`, `date` as `YYYY-MM-DD`, `numeric` and `bigint` as strings, `json` parsed, arrays of those.
   *
   * @throws ConcordatError DATABASE_UNAVAILABLE, STATEMENT_TIMEOUT or INTERNAL_SERVER_ERROR; never with a row's values.
   */
  query<Row extends object = Record<string, unknown>>(statement: SqlStatement): Promise<Row[]>;
  /** Runs one statement and gives the number of rows that it touched. */
  execute(statement: SqlStatement): Promise<number>;
}

/** A session inside a transaction: one connection, so temporary tables and snapshots hold from statement to statement. */
export interface Transaction extends Session {
  /** Runs `fn` under a savepoint: when it throws, what it did is undone and the transaction goes on. */
  savepoint<T>(fn: () => Promise<T>): Promise<T>;
  /** Columns that a statement would give; checked by the server, not executed. Throws like `query`. */
  describe(text: string): Promise<readonly DescribedColumn[]>;
  /** Runs `copy … from stdin` with what `chunks` give, as fast as the server takes it. */
  copyFrom(text: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Runs a script of several statements without values, e.g. a migration. */
  script(text: string): Promise<void>;
}

export interface TransactionOptions {
  /** Default READ_COMMITTED. */
  readonly isolation?: 'READ_COMMITTED' | 'REPEATABLE_READ' | 'SERIALIZABLE';
  readonly readOnly?: boolean;
  /** Milliseconds a statement may take, 0 for no limit; the database's own limit when absent. */
  readonly statementTimeoutMs?: number;
  /**
   * Ends it: what runs is cancelled on the server, nothing further is run, and everything is rolled back. The transaction then throws
   * the signal's reason.
   */
  readonly signal?: AbortSignal | undefined;
  /** Throws away what was done, also when `fn` succeeds: to try out and to plan. */
  readonly rollback?: boolean;
}

export interface Database extends Session {
  /** Runs `fn` in a transaction: committed when it resolves, rolled back when it throws. */
  transaction<T>(fn: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Runs statements on a connection of their own: whether the server answers must not be asked behind all others. Only
   * for what takes no time.
   */
  readonly aside: Session;
  /** How connections are used at the moment, beside the one that stands aside. */
  connections(): ConnectionUse;
  /** Waits for running statements and closes all connections. */
  close(): Promise<void>;
}

/** Numbers of a pool's connections. */
export interface ConnectionUse {
  readonly idle: number;
  readonly used: number;
  /** What waits for a connection. */
  readonly waiting: number;
  /** Most at once. */
  readonly limit: number;
}

/** One statement that was run, for counting and measuring; never its values. */
export interface StatementObservation {
  readonly text: string;
  readonly durationMs: number;
  readonly ok: boolean;
}
