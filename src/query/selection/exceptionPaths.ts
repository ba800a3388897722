import type { Contract, Project, Reconciliation } from '../../contract/model.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { toldKinds } from '../../policy/toldKinds.ts';
import { isReconciliation } from './metaColumns.ts';

/** A way from a reconciliation's exceptions to the rows of a contract that they concern, for one caller. */
export interface ExceptionPath {
  readonly access: ContractAccess;
  readonly reconciliation: Reconciliation;
  /** Column of the contract's rows whose values exceptions reach. */
  readonly by: string;
  /** Names of the kinds that the caller may know at these rows. */
  readonly told: readonly string[];
}

/** Whether a contract's rows are made by way of a reconciliation, so that exceptions may concern them. */
export function hasExceptions({ sql, derivedFrom }: Contract): boolean {
  return sql !== undefined && derivedFrom.some(isReconciliation);
}

/** Every way in which exceptions concern rows of the caller's contracts, ordered by contract. */
export function exceptionPaths(
  { contracts }: AccessProfile,
  { reconciliations }: Project,
): readonly ExceptionPath[] {
  const byName = new Map(reconciliations.map((one) => [one.name, one]));
  return [...contracts.values()]
    .filter(({ contract }) => hasExceptions(contract))
    .sort((left, right) => (left.contract.id < right.contract.id ? -1 : 1))
    .flatMap((access) =>
      access.contract.derivedFrom.filter(isReconciliation).flatMap(({ reconciliation: name, by }) => {
        const reconciliation = byName.get(name);
        return reconciliation === undefined
          ? []
          : [{ access, reconciliation, by, told: toldKinds(access, reconciliation) }];
      }),
    );
}
