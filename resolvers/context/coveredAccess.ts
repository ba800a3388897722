import { ConcordatError } from '../../src/errors/ConcordatError.ts';
import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { RequestContext } from './RequestContext.ts';

/**
 * The caller's own access to a contract.
 *
 * @throws ConcordatError FORBIDDEN when it has none; its schema then has no such field, so this only guards against a
 * schema that is used for a caller of another shape.
 */
export function coveredAccess(
  { profile }: Pick<RequestContext, 'profile'>,
  contractId: string,
): ContractAccess {
  const access = profile.contracts.get(contractId);
  if (access === undefined) throw new ConcordatError('FORBIDDEN', 'No agreement covers this.');
  return access;
}
