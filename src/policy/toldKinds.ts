import type { Reconciliation } from '../contract/model.ts';
import type { ContractAccess } from './AccessProfile.ts';
import { isKindTold } from './isKindTold.ts';

/** Names of the kinds of a reconciliation's exceptions that a caller may know at rows of a contract. */
export function toldKinds(
  access: ContractAccess,
  { exceptionKinds }: Pick<Reconciliation, 'exceptionKinds'>,
): readonly string[] {
  return exceptionKinds.filter((kind) => isKindTold(access, kind)).map(({ name }) => name);
}
