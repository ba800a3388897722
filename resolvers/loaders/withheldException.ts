import type { Reconciliation } from '../../src/contract/model.ts';
import { withheldKind } from '../../src/contract/withheldKind.ts';
import { maskIdentity } from '../../src/policy/masks/maskIdentity.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import type { ExceptionScope, RowException } from './exceptionEntries.ts';

/** What stands for all of a reconciliation's exceptions about a row whose kinds the caller may not know; the row's own. */
export function withheldException(
  { access, key }: ContractRow,
  { name, owner }: Pick<Reconciliation, 'name' | 'owner'>,
  { profile, maskKeys }: Pick<ExceptionScope, 'profile' | 'maskKeys'>,
): RowException {
  return {
    id: maskIdentity(JSON.stringify([access.contract.id, key, name]), profile.purpose, maskKeys),
    kind: withheldKind,
    owner,
    openedAt: null,
    dueAt: null,
  };
}
