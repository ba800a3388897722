import pg from 'pg';
import { ConcordatError, type ErrorCode } from '../errors/ConcordatError.ts';
import { SqlFailure, type SqlFailureDetails } from './SqlFailure.ts';

/** Names of conditions whose messages quote values, so that the message itself is never used. */
const conditions: Readonly<Record<string, string>> = {
  '21000': 'more than one row where one was expected',
  '22001': 'text too long',
  '22003': 'number out of range',
  '22007': 'not a date or time',
  '22008': 'date or time out of range',
  '22012': 'division by zero',
  '22021': 'characters that the encoding does not have',
  '22023': 'a parameter of wrong value',
  '22X01': 'a value beyond the bounds',
  '22X02': 'a value that is unreadable or missing',
  '22P02': 'text that is not of the expected type',
  '22P03': 'binary data that is not of the expected type',
  '22P05': 'a character that cannot be stored',
  '23502': 'null where a value is required',
  '23503': 'a reference to a row that does not exist',
  '23505': 'a key that exists already',
  '23514': 'a value that a check refuses',
  '54000': 'a value beyond a limit of the database',
  P0001: 'raised by the statement itself',
};

/** What a SQLSTATE says by itself, in our words; undefined where there are none for it. */
export function conditionOf(sqlState: string): string | undefined {
  return conditions[sqlState];
}

/**
 * Classes whose messages are about the statement or the server and name only what the statement's text names.
 * See https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const harmlessClasses: ReadonlySet<string> = new Set([
  '08',
  '0A',
  '25',
  '28',
  '2B',
  '34',
  '3B',
  '3D',
  '3F',
  '40',
  '42',
  '53',
  '55',
  '57',
  '58',
]);

const unavailable = /^(08|25006|25P03|28|3D|53|57P)/;

/** What the server says too shortly of itself, and what to do. */
const standstills: Readonly<Record<string, { readonly message: string; readonly fix: string }>> = {
  '25006': {
    message: 'the database is read-only',
    fix: 'It is tried again, as a standby becomes the primary. If it stays, let DATABASE_URL name the primary, and see that default_transaction_read_only is off for the server, the database and the user.',
  },
  '25P03': {
    message:
      'the database ended a transaction that stood still for longer than its lease, as of a process that was frozen',
    fix: 'Nothing to do: it is tried again, here or by another process. If it comes again, see why the process stands still: it is paused, or its machine is.',
  },
};

/** Where a statement failed, as the server says it; what it does not say is absent or empty. */
interface FailurePlace {
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
}

function where({ schema = '', table = '', column = '', constraint = '' }: FailurePlace): string {
  const parts = [
    ...(table === '' ? [] : [`table ${[schema, table].filter(Boolean).join('.')}`]),
    ...(column === '' ? [] : [`column ${column}`]),
    ...(constraint === '' ? [] : [`constraint ${constraint}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function describe(error: pg.DatabaseError, sqlState: string): string {
  const standstill = standstills[sqlState];
  if (standstill !== undefined) return standstill.message;
  if (harmlessClasses.has(sqlState.slice(0, 2))) return error.message;
  return describeDataFailure(sqlState, error);
}

/** What is wrong with data that a statement failed by, and where: never in the server's own words, which quote values. */
export function describeDataFailure(sqlState: string, place: FailurePlace): string {
  return `${conditions[sqlState] ?? 'the data does not allow it'}${where(place)}`;
}

function codeOf(sqlState: string): ErrorCode {
  if (sqlState === '57014') return 'STATEMENT_TIMEOUT';
  return unavailable.test(sqlState) ? 'DATABASE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
}

const fixes: Partial<Record<ErrorCode, string>> = {
  DATABASE_UNAVAILABLE:
    'See that the server of DATABASE_URL runs and that its user and database exist, and try again.',
  STATEMENT_TIMEOUT: 'Ask for less at once, or try again later.',
};

function fixFor(code: ErrorCode, sqlState = ''): { fix: string } | Record<string, never> {
  const fix = standstills[sqlState]?.fix ?? fixes[code];
  return fix === undefined ? {} : { fix };
}

function details(error: pg.DatabaseError, sqlState: string): SqlFailureDetails {
  return {
    sqlState,
    ...(error.position === undefined ? {} : { position: Number(error.position) }),
    ...(error.schema === undefined ? {} : { schema: error.schema }),
    ...(error.table === undefined ? {} : { table: error.table }),
    ...(error.column === undefined ? {} : { column: error.column }),
    ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
  };
}

/** Where a connection failed, as Node.js says it of sockets. */
function addressOf(error: Error): string {
  const address: unknown = Reflect.get(error, 'address');
  const port: unknown = Reflect.get(error, 'port');
  return typeof address === 'string' && typeof port === 'number' ? ` at ${address}:${port}` : '';
}

function whyNoAnswer(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection ended';
  if ('code' in error) return `${String(error.code)}${addressOf(error)}`;
  return error.message.includes('timeout') ? 'no connection within the time for one' : 'the connection ended';
}

/**
 * Any error of the driver as a ConcordatError whose message and cause hold no value of a row: the server's own message is
 * used only where it cannot quote one, its DETAIL and CONTEXT never. A ConcordatError passes as it is.
 */
export function toConcordatError(error: unknown): unknown {
  if (error instanceof ConcordatError) return error;
  if (error instanceof pg.DatabaseError) {
    const sqlState = error.code ?? 'XX000';
    const code = codeOf(sqlState);
    const message = describe(error, sqlState);
    return new ConcordatError(code, `A statement failed: ${message} [${sqlState}].`, {
      ...fixFor(code, sqlState),
      // What a statement raises by itself can have any state.
      mayBeLogged: code === 'DATABASE_UNAVAILABLE' && error.routine !== 'exec_stmt_raise',
      cause: new SqlFailure(message, details(error, sqlState)),
    });
  }
  // What the driver throws beyond that is about the connection: refused, reset, ended, timed out.
  return new ConcordatError('DATABASE_UNAVAILABLE', `The database does not answer: ${whyNoAnswer(error)}.`, {
    ...fixFor('DATABASE_UNAVAILABLE'),
    mayBeLogged: true,
    cause: error,
  });
}
