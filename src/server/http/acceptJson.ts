import type { FastifyInstance } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from './sendError.ts';

/**
 * Takes JSON bodies only. A browser sends text/plain and form bodies to foreign sites without asking (attack 43), and
 * a compressed body can be a bomb (attack 47): neither is read. `__proto__` and `constructor` keys are refused by
 * Fastify's own JSON parser (attack 50).
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', async (request, reply) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return;
    await sendError(
      request,
      reply.header('connection', 'close'),
      415,
      new ConcordatError('BAD_USER_INPUT', 'Compressed request bodies are not read.', {
        fix: 'Send the body without content-encoding.',
      }),
    );
  });
}
