import type { ContractLink } from '../contract/model.ts';
import type { AccessProfile, ContractAccess } from './AccessProfile.ts';
import { isColumnClear } from './isColumnClear.ts';

/**
 * A contract's links that exist for a caller: to a contract that its agreements cover, and through columns that it sees
 * clear, as the target's key would show what a mask hides (attack 21).
 */
export function visibleLinks(access: ContractAccess, profile: AccessProfile): readonly ContractLink[] {
  return access.contract.links.filter(
    ({ to, by }) => profile.contracts.has(to) && by.every((column) => isColumnClear(access, column)),
  );
}
