import { ConcordatError } from '../../errors/ConcordatError.ts';

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const deepestCause = 5;

/** Whether a broker takes nothing so large as what was sent. */
export function isTooLarge(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > deepestCause) return false;
  return ('type' in error && tooLarge.has(String(error.type))) || isTooLarge(error.cause, depth + 1);
}

/** The error of a topic that does not take records as large as some are; `limit` is its largest, `keys` are of how many. */
export function recordTooLarge(topic: string, keys: number, limit: number | undefined): ConcordatError {
  const size = limit === undefined ? '' : ` (${limit.toLocaleString('en')} bytes)`;
  const whose = keys === 0 ? 'what is to be written is larger' : `records of ${keys} keys are larger`;
  return new ConcordatError(
    'RECORD_TOO_LARGE',
    `On topic ${topic} ${whose} than its max.message.bytes${size}.`,
    {
      fix: "Give the topic a larger max.message.bytes by Kafka's own tools; Concordat makes topics with 16 MiB.",
      subject: topic,
    },
  );
}
