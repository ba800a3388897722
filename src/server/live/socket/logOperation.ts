import type { Logger } from 'pino';
import type { RequestState } from '../../http/requestState.ts';

/** Writes one line for an operation of a socket when it has ended, as `logRequests` does for a request: no value, and of the document only the operation's name. */
export function logOperation(logger: Logger, state: RequestState): void {
  const { trace, startedAt, asker, operationName, codes, endedBy } = state;
  const all = [...codes, ...(endedBy === undefined ? [] : [endedBy])];
  logger.info(
    {
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      ...(asker && { consumer: asker.caller.consumer, purpose: asker.caller.purpose }),
      ...(operationName !== undefined && { operationName }),
      ...(all.length > 0 && { codes: all }),
      ...trace,
    },
    'operation of a socket',
  );
}
