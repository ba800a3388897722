import type { ContractAccess } from './AccessProfile.ts';
import { profileKey, profileShape } from './profileKeys.ts';

/** Equal for accesses to a contract version that show the same of the same rows for one purpose, whatever else their callers may see. */
export function accessKey(access: ContractAccess, purpose: string): string {
  const alone = new Map([[access.contract.id, access]]);
  return profileKey(profileShape(alone), purpose, alone);
}
