import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';

/** What an error tells whoever operates the process. */
export interface OperatorText {
  readonly message: string;
  readonly fix: string | undefined;
}

/** Whose messages, where there is no cause, are written here, of declared names, contract versions, topics, partitions, offsets and counts: never a value of a row. */
const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FEED_UNAVAILABLE',
  'KAFKA_UNAVAILABLE',
  'LEASE_LOST',
  'PROJECT_REPLACED',
  'RECORD_TOO_LARGE',
  'RECORD_UNREADABLE',
  'TOPIC_REPLACED',
  'TOPIC_TAKEN',
]);

/** The text of an error that may stand in a log; undefined where it could hold a value, or somebody else's words. */
export function operatorText(error: unknown): OperatorText | undefined {
  if (!(error instanceof ConcordatError)) return undefined;
  const { message, fix, logged } = error;
  if (error.mayBeLogged || (error.cause === undefined && codes.has(error.code))) return { message, fix };
  return logged === undefined ? undefined : { message: logged, fix };
}
