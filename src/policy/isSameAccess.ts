import type { ContractAccess } from './AccessProfile.ts';
import { profileKey, profileShape } from './profileKeys.ts';

function key(access: ContractAccess): string {
  const alone = new Map([[access.contract.id, access]]);
  return profileKey(profileShape(alone), '', alone);
}

/** Whether two accesses to a contract version show the same, for one purpose. */
export function isSameAccess(one: ContractAccess, other: ContractAccess): boolean {
  return one === other || key(one) === key(other);
}
