/**
 * The stable codes that Concordat's errors carry. A consumer or an operator may program against them; a code is
 * never reused for another meaning.
 */
export type ErrorCode =
  // Who asks (design, section 5)
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'PURPOSE_REQUIRED'
  // What was asked
  | 'BAD_USER_INPUT'
  | 'CURSOR_INVALID'
  | 'LIMIT_EXCEEDED'
  | 'TOO_MANY_REQUESTS'
  // What a project declares
  | 'PROJECT_INVALID'
  | 'PROJECT_NOT_FOUND'
  | 'PROJECT_REPLACED'
  | 'CONFIGURATION_INVALID'
  // What stands behind the answer
  | 'DATABASE_UNAVAILABLE'
  | 'KAFKA_UNAVAILABLE'
  | 'TOPIC_REPLACED'
  | 'TOPIC_TAKEN'
  | 'RECORD_TOO_LARGE'
  | 'RECORD_UNREADABLE'
  | 'FEED_UNAVAILABLE'
  | 'CURSOR_EXPIRED'
  | 'SLOW_CONSUMER'
  | 'TOKEN_EXPIRED'
  | 'AGREEMENT_ENDED'
  | 'CONTRACT_CHANGED'
  | 'SHUTTING_DOWN'
  | 'STATEMENT_TIMEOUT'
  | 'STORED_VALUE_INVALID'
  | 'MIGRATION_REFUSED'
  | 'INGEST_CONFLICT'
  | 'INPUT_INVALID'
  | 'LEASE_LOST'
  | 'INTERNAL_SERVER_ERROR';

export interface ConcordatErrorDetails {
  /** What the reader of the error can do about it, as a sentence. */
  readonly fix?: string;
  /** The error that led to this one; never shown to a consumer. */
  readonly cause?: unknown;
  /** The declared name that it is about, e.g. `claim_settled@1.region`, for the log; never a value. */
  readonly subject?: string;
  /**
   * That message and fix may stand in a log although there is a cause: they hold names, addresses and terms of PostgreSQL's or Kafka's,
   * never a value.
   */
  readonly mayBeLogged?: boolean;
  /** What a log says in the place of a message that may not stand there whole, with the fix: without values and without words of others. */
  readonly logged?: string;
}

/** An error that says what happened, where, and what to do, under a stable code. */
export class ConcordatError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly subject: string | undefined;
  readonly mayBeLogged: boolean;
  readonly logged: string | undefined;

  constructor(code: ErrorCode, message: string, details: ConcordatErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ConcordatError';
    this.code = code;
    this.fix = details.fix;
    this.subject = details.subject;
    this.mayBeLogged = details.mayBeLogged ?? false;
    this.logged = details.logged;
  }
}
