import type { Contract } from '../../contract/model.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';

/** The versions of a contract that a caller may see, oldest first. */
export function versionsOf(name: string, profile: AccessProfile): readonly ContractAccess[] {
  return [...profile.contracts.values()]
    .filter(({ contract }) => contract.name === name)
    .sort((left, right) => left.contract.version - right.contract.version);
}

/** The next newer version that the caller may see. */
export function successorOf(contract: Contract, profile: AccessProfile): Contract | undefined {
  return versionsOf(contract.name, profile).find((access) => access.contract.version > contract.version)
    ?.contract;
}

/** The next older version that the caller may see. */
export function predecessorOf(contract: Contract, profile: AccessProfile): Contract | undefined {
  return versionsOf(contract.name, profile).findLast((access) => access.contract.version < contract.version)
    ?.contract;
}
