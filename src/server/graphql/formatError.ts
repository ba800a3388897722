import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';
import { requestState } from '../http/requestState.ts';
import { shortened } from './shortened.ts';

/** Codes whose messages are written for consumers. Others say what an operator must know, and are not shown. */
const shownCodes: ReadonlySet<ErrorCode> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PURPOSE_REQUIRED',
  'BAD_USER_INPUT',
  'CURSOR_INVALID',
  'LIMIT_EXCEEDED',
  'TOO_MANY_REQUESTS',
  'CURSOR_EXPIRED',
  'SLOW_CONSUMER',
  'TOKEN_EXPIRED',
  'AGREEMENT_ENDED',
  'CONTRACT_CHANGED',
  'SHUTTING_DOWN',
]);

/**
 * What a consumer hears of codes whose own messages name the operator's databases, roles and settings (attack 25). The operator
 * hears of them by the log.
 */
const operationalAnswers: ReadonlyMap<ErrorCode, { readonly message: string; readonly fix: string }> =
  new Map([
    [
      'DATABASE_UNAVAILABLE',
      {
        message: 'The gateway’s database does not answer.',
        fix: 'Try again later; if it stays, report the trace id to the operator of this gateway.',
      },
    ],
    [
      'KAFKA_UNAVAILABLE',
      {
        message: 'The gateway does not reach the changes of this contract.',
        fix: 'Try again later; if it stays, report the trace id to the operator of this gateway.',
      },
    ],
    [
      'FEED_UNAVAILABLE',
      {
        message: 'There are no changes of this contract to follow.',
        fix: 'Read it by queries; if it should be there, tell the operator of this gateway.',
      },
    ],
    [
      'STATEMENT_TIMEOUT',
      {
        message: 'The database took too long to answer.',
        fix: 'Ask for less at once, or try again later.',
      },
    ],
    [
      'CONFIGURATION_INVALID',
      {
        message: 'The gateway is not set up for what it serves.',
        fix: 'Try again later; if it stays, report the trace id to the operator of this gateway.',
      },
    ],
  ]);

/** All that graphql-js says of a document whose validation would take too long: whether its fields can be merged. */
const validationAborted = 'Validation aborted.';

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Decides what a consumer gets to see of an error, see `createDescribe`, and adds to each the trace id by which the operator finds
 * the request.
 */
export function createFormatError(logger: Logger): FormatError {
  const describe = createDescribe(logger);
  return (formatted, error) => {
    const told = describe(formatted, error);
    return { ...told, extensions: { ...told.extensions, ...traced() } };
  };
}

/**
 * What a consumer gets to see of an error: Concordat's own by code, message and fix; what graphql-js says about the caller's own
 * document and variables, cut short; anything else as INTERNAL_SERVER_ERROR. A raw value never passes (attack 23).
 */
function createDescribe(logger: Logger): FormatError {
  return (formatted, error) => {
    const known = findConcordatError(error);
    const operational = known && operationalAnswers.get(known.code);
    if (operational) {
      logger.error({ err: known, ...traced() }, 'request failed');
      return {
        ...placeOf(formatted),
        message: operational.message,
        extensions: { code: known.code, fix: operational.fix },
      };
    }
    if (known?.code === 'STORED_VALUE_INVALID') {
      logOnce(logger, known);
      return {
        ...placeOf(formatted),
        message: known.message,
        extensions: { code: known.code, fix: known.fix },
      };
    }
    if (known && shownCodes.has(known.code)) {
      return {
        ...placeOf(formatted),
        message: shortened(known.message),
        extensions: { code: known.code, ...(known.fix !== undefined && { fix: known.fix }) },
      };
    }
    const code = formatted.extensions?.['code'];
    if (formatted.message === validationAborted) {
      return {
        message: 'The document repeats fields or fragments more often than can be compared with one another.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: 'Write each field once, and split the document.' },
      };
    }
    if (error instanceof GraphQLError && isAboutTheRequest(error, code)) {
      // An argument that execution refuses has no code of its own.
      const shown = error.path ? 'BAD_USER_INPUT' : code;
      return { ...placeOf(formatted), message: shortened(formatted.message), extensions: { code: shown } };
    }
    logger.error({ err: error, ...traced() }, 'request failed unexpectedly');
    return {
      ...placeOf(formatted),
      message: 'Something went wrong on our side.',
      extensions: {
        code: 'INTERNAL_SERVER_ERROR',
        fix: 'Try again; if it stays, report the trace id to the operator of this gateway.',
      },
    };
  };
}

/** The ConcordatError that an error is or was made of; graphql-js and Apollo wrap what resolvers throw. */
function findConcordatError(error: unknown): ConcordatError | undefined {
  for (
    let at: unknown = error;
    at instanceof Error;
    at = at instanceof GraphQLError ? at.originalError : undefined
  ) {
    if (at instanceof ConcordatError) return at;
  }
  return undefined;
}

/** What graphql-js and Apollo say of a request that never came to execution. */
const requestCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/**
 * Whether graphql-js or Apollo says something about the caller's own document, variables or HTTP request. An error in
 * the course of execution (it has a path) does so only if it points at a place in the document itself: a scalar that
 * cannot serialize what a row holds points at none, and its message would show the raw value.
 */
function isAboutTheRequest(error: GraphQLError, code: unknown): boolean {
  const cause = error.originalError;
  return error.path ? cause instanceof GraphQLError && cause.nodes !== undefined : requestCodes.has(code);
}

/** A page may hold as many errors of a field as rows; the operator needs to hear of the field once a request. */
function logOnce(logger: Logger, error: ConcordatError): void {
  const state = requestState.getStore();
  const subject = error.subject ?? '';
  if (state?.reported.has(subject) === true) return;
  state?.reported.add(subject);
  logger.error({ err: error, ...traced() }, 'a stored value cannot be served');
}

function placeOf({
  locations,
  path,
}: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}

function traced(): { readonly traceId?: string } {
  const trace = requestState.getStore()?.trace;
  return trace ? { traceId: trace.traceId } : {};
}
