import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { loggedPath } from './loggedPath.ts';
import { whenOver } from './whenOver.ts';

/**
 * Writes one line a request, when it has been answered or its caller has gone. The line holds no value: of the URL only
 * the path (a GET's query holds document and variables), of the document only the operation's name.
 */
export function logRequests(server: FastifyInstance, logger: Logger): void {
  whenOver(server, (request, reply, status) => {
    const { trace, startedAt, asker, operationName, isStream, endedBy } = request.state;
    logger.info(
      {
        method: request.method,
        path: loggedPath(request.url),
        status,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        ...(asker && { consumer: asker.caller.consumer, purpose: asker.caller.purpose }),
        ...(operationName !== undefined && { operationName }),
        ...(isStream && { stream: true }),
        ...(endedBy !== undefined && { code: endedBy }),
        ...trace,
        ...(reply.raw.writableEnded ? {} : { aborted: true }),
      },
      'request',
    );
  });
}
