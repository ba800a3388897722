import type { ContractAccess } from '../../src/policy/AccessProfile.ts';
import type { KeyValues } from '../../src/query/statements/byKeyStatement.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import type { PlannedSelection } from './createRowPlans.ts';
import type { RequestContext } from './RequestContext.ts';

/**
 * Reads one row for a selection and records the access; null when there is none for the caller. Whatever is selected, the
 * answer tells whether there is a row with this key, so the key's fields are always part of the access.
 */
export async function readByKey(
  context: RequestContext,
  access: ContractAccess,
  key: KeyValues,
  selection: PlannedSelection,
  operation: string,
): Promise<ContractRow | null> {
  const { columns, paths } = context.plans(access, selection);
  await context.states.asOf(access.contract);
  const row = await context.rows(access, { key, columns });
  const keyPaths = access.contract.key.map(({ name }) => name);
  context.accesses.record(access, operation, [...keyPaths, ...paths], row === null ? 0 : 1);
  return row;
}
