import { type DestinationStream, type Logger, type LevelWithSilent, pino } from 'pino';
import { describeError } from './describeError.ts';

/**
 * Makes the program's logger: one JSON object a line. Whatever is logged as `err` is described without its message,
 * and what could be a credential is cut out even where code logs it by mistake.
 */
export function createLogger(options: {
  readonly level: LevelWithSilent;
  readonly destination?: DestinationStream;
}): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: (error: unknown) => describeError(error),
        // Requests and replies hold tokens, variables and documents; the request's own line says what may be said.
        req: () => undefined,
        res: () => undefined,
      },
      redact: {
        paths: ['authorization', 'token', 'variables', 'query', 'headers', 'body'].flatMap((name) => [
          name,
          `*.${name}`,
        ]),
        remove: true,
      },
    },
    options.destination ?? pino.destination(1),
  );
}
