import { isSameContract } from '../../contract/isSameContract.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { isSameAccess } from '../../policy/isSameAccess.ts';
import { contractChanged } from './contractChanged.ts';

/**
 * Why a subscription cannot go on now that its caller has another profile, or none; undefined where it goes on.
 *
 * @param shown every contract that it shows something of: its own, and those that its links lead to
 */
export function whyEnded(
  shown: readonly ContractAccess[],
  profile: AccessProfile | undefined,
): ConcordatError | undefined {
  for (const access of shown) {
    const reason = whyOver(access, profile);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyOver(access: ContractAccess, profile: AccessProfile | undefined): ConcordatError | undefined {
  const { id } = access.contract;
  const now = profile?.contracts.get(id);
  if (now === undefined) {
    return new ConcordatError('AGREEMENT_ENDED', `No agreement covers ${id} for this purpose any more.`, {
      fix: 'Ask the owner of the contract; the catalog names the owner.',
    });
  }
  if (!isSameContract(access.contract, now.contract) || access.surroundings !== now.surroundings) {
    return contractChanged(id);
  }
  if (!isSameAccess(access, now)) {
    return new ConcordatError('AGREEMENT_ENDED', `Another agreement covers ${id} now.`, {
      fix: 'Subscribe again with `snapshot: true`.',
    });
  }
  return undefined;
}
