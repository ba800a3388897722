import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { limitExceeded } from '../limits/limitExceeded.ts';
import type { Limits } from '../limits/Limits.ts';
import { sendError } from './sendError.ts';

/** Answers what no route answered, and what failed on the way to one, without saying what was in the request. */
export function answerErrors(server: FastifyInstance, options: { logger: Logger; limits: Limits }): void {
  server.setNotFoundHandler((request, reply) =>
    sendError(request, reply, 404, {
      code: 'NOT_FOUND',
      message: 'There is nothing here.',
      fix: 'Contracts are at /graphql; a page to try them is at /graphiql.',
    }),
  );
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const refusal = explain(error.code, options.limits);
      request.state.codes.add(refusal.code);
      return sendError(request, reply, status, refusal);
    }
    request.state.codes.add('INTERNAL_SERVER_ERROR');
    options.logger.error({ err: error, traceId: traceIdOf(request) }, 'request failed unexpectedly');
    return sendError(request, reply, 500, {
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong on our side.',
      fix: `Report the trace id ${traceIdOf(request)} to the operator of this gateway.`,
    });
  });
}

function explain(code: string, limits: Limits): ConcordatError {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return limitExceeded('bodyBytes', limits);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ConcordatError('BAD_USER_INPUT', 'Only JSON bodies in UTF-8 are read.', {
        fix: 'Send `content-type: application/json` with a JSON object that has a `query`.',
      });
    default:
      return new ConcordatError('BAD_USER_INPUT', 'The request could not be read.', {
        fix: 'Send a JSON object that has a `query`, encoded as UTF-8.',
      });
  }
}

function traceIdOf(request: FastifyRequest): string {
  return request.state.trace.traceId;
}
