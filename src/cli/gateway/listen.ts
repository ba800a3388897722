import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Gateway } from '../../server/Gateway.ts';

const reasons = new Map([
  ['EADDRINUSE', 'something listens there already'],
  ['EACCES', 'the port may not be used without further rights'],
  ['EADDRNOTAVAIL', 'this machine does not have the address'],
]);

/**
 * Makes the gateway listen and gives its address.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the address or port can't be had
 */
export async function listen(
  gateway: Gateway,
  at: { readonly port: number; readonly host: string },
): Promise<string> {
  try {
    return await gateway.listen(at);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? reasons.get(String(cause.code)) : undefined;
    if (reason === undefined) throw cause;
    throw new ConcordatError('CONFIGURATION_INVALID', `Cannot listen on ${at.host}:${at.port}: ${reason}.`, {
      fix: 'Give another one with --port (PORT) or --host; port 0 takes any free one.',
      cause,
    });
  }
}
