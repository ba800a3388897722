import { errorCodes, type FastifyInstance } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from './sendError.ts';

/**
 * Takes JSON bodies only, in UTF-8. A browser sends text/plain and form bodies to foreign sites without asking
 * (attack 43), and a compressed body can be a bomb (attack 47): neither is read. `__proto__` and `constructor` keys are
 * refused by Fastify's own JSON parser (attack 50). Fastify itself takes every charset for UTF-8 and replaces what is
 * none, so that a filter would ask for another value than was sent.
 */
export function acceptJson(server: FastifyInstance): void {
  server.removeContentTypeParser(['text/plain', 'application/json']);
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!saysUtf8(request.headers['content-type'])) {
      done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
      return;
    }
    const text = decodeUtf8(body);
    if (text === undefined) {
      done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
      return;
    }
    void parseJson(request, text, done);
  });
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

/** JSON has no other charset between systems (RFC 8259, section 8.1); the parameter may be left out. */
function saysUtf8(contentType = ''): boolean {
  const charsets = Array.from(contentType.matchAll(/;\s*charset\s*=\s*"?([^";\s]*)/gi), ([, name]) => name);
  return charsets.every((name) => /^utf-?8$/i.test(name ?? ''));
}

function decodeUtf8(bytes: string | Buffer): string | undefined {
  try {
    return typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
