import { accessKey } from './accessKey.ts';
import type { ContractAccess } from './AccessProfile.ts';

/** Whether two accesses to a contract version show the same, for one purpose. */
export function isSameAccess(one: ContractAccess, other: ContractAccess): boolean {
  return one === other || accessKey(one, '') === accessKey(other, '');
}
