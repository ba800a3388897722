import { ConcordatError } from '../../errors/ConcordatError.ts';

const reasons = new Map([
  ['EADDRINUSE', 'something listens there already'],
  ['EACCES', 'the port may not be used without further rights'],
  ['EADDRNOTAVAIL', 'this machine does not have the address'],
]);

/** What listens: a gateway, or a server beside it. */
export interface Listener {
  listen(at: { readonly port: number; readonly host: string }): Promise<string>;
}

/**
 * Makes a server listen and gives its address.
 *
 * @param ways - by which settings the place is given
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the address or port can't be had
 */
export async function listen(
  server: Listener,
  at: { readonly port: number; readonly host: string },
  ways = '--port (PORT) or --host',
): Promise<string> {
  try {
    return await server.listen(at);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? reasons.get(String(cause.code)) : undefined;
    if (reason === undefined) throw cause;
    throw new ConcordatError('CONFIGURATION_INVALID', `Cannot listen on ${at.host}:${at.port}: ${reason}.`, {
      fix: `Give another one with ${ways}; port 0 takes any free one.`,
      cause,
    });
  }
}
