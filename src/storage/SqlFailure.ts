/** What the server said about a failed statement, without any value of a row. */
export interface SqlFailureDetails {
  /** Five characters, see https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly sqlState: string;
  /** Character of the statement's text that the server points at, from 1. */
  readonly position?: number;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/**
 * The cause behind a ConcordatError of a statement. The driver's own error is not kept: its message, detail and context
 * quote values, and a cause ends up in logs.
 */
export class SqlFailure extends Error {
  readonly details: SqlFailureDetails;

  constructor(message: string, details: SqlFailureDetails) {
    super(message);
    this.name = 'SqlFailure';
    this.details = details;
  }
}

/** The server's failure behind an error, if that is what it comes from. */
export function sqlFailureOf(error: unknown): SqlFailure | undefined {
  if (error instanceof SqlFailure) return error;
  return error instanceof Error && error.cause instanceof SqlFailure ? error.cause : undefined;
}
