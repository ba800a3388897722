import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';

/**
 * Keeps pages of other sites that a developer has open from posing as a consumer. Browsers say where a request comes
 * from (https://www.w3.org/TR/fetch-metadata/); a site that points its own name at this machine says the truth about
 * nothing but the name, so a name that is not this machine's is refused too.
 */
export async function refuseForeignPages(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const site = request.headers['sec-fetch-site'];
  const isOwnPage = site === undefined || site === 'same-origin' || site === 'none';
  if (isOwnPage && isThisMachine(request.hostname)) return;
  await sendError(
    request,
    reply,
    403,
    new ConcordatError('FORBIDDEN', 'Only pages of this gateway may ask for development tokens.', {
      fix: 'Open /graphiql by localhost or the IP address, or use `concordat token`.',
    }),
  );
}

function isThisMachine(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === hostname().toLowerCase()
  );
}
