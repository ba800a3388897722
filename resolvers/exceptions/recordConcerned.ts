import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { RequestContext } from '../context/RequestContext.ts';

/** Notes that keys of a contract's rows, or that there are such rows, were told of. */
export function recordConcerned(
  { accesses }: RequestContext,
  access: ContractAccess,
  operation: string,
  rowCount: number,
): void {
  const key = access.contract.key.map(({ name }) => name);
  accesses.record(access, operation, key, rowCount);
}
