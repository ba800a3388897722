import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { sendError } from '../http/sendError.ts';

/**
 * Keeps pages of other sites that a developer has open from posing as a consumer. Browsers say where a request comes
 * from (https://www.w3.org/TR/fetch-metadata/); a site that points its own name at this machine says the truth about
 * nothing but the name, so a name that is not this machine's is refused too. What says nothing of the site may still say
 * of which origin it is (https://fetch.spec.whatwg.org/#origin-header).
 */
export async function refuseForeignPages(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const site = request.headers['sec-fetch-site'];
  const isOwnPage = site === undefined || site === 'same-origin' || site === 'none';
  const host = soleHost(request.raw.rawHeaders);
  const { origin } = request.headers;
  const isOwnOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  if (isOwnPage && host !== undefined && isOwnOrigin && isThisMachine(host)) return;
  await sendError(
    request,
    reply,
    403,
    new ConcordatError('FORBIDDEN', 'Only pages of this gateway may ask for development tokens.', {
      fix: 'Open /graphiql by localhost or the IP address, or use `concordat token`.',
    }),
  );
}

/** The Host header in lower case, if it is sent just once and is a host and at most a port. */
function soleHost(rawHeaders: readonly string[]): string | undefined {
  const [host, another] = rawHeaders.filter(
    (_text, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'host',
  );
  if (host === undefined || another !== undefined) return undefined;
  return /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.test(host) ? host.toLowerCase() : undefined;
}

function isThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === hostname().toLowerCase()
  );
}
