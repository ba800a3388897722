import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';

/** What an error tells whoever operates the process. */
export interface OperatorText {
  readonly message: string;
  readonly fix: string | undefined;
}

/** Whose messages are written here, of declared names, contract versions, topics, partitions, offsets and counts: never a value of a row. */
const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FEED_UNAVAILABLE',
  'KAFKA_UNAVAILABLE',
  'PROJECT_REPLACED',
  'RECORD_TOO_LARGE',
  'RECORD_UNREADABLE',
  'TOPIC_REPLACED',
  'TOPIC_TAKEN',
]);

/** The text of an error that may stand in a log; undefined where it could hold a value, or somebody else's words. */
export function operatorText(error: unknown): OperatorText | undefined {
  const isOurs = error instanceof ConcordatError && error.cause === undefined && codes.has(error.code);
  return isOurs ? { message: error.message, fix: error.fix } : undefined;
}
