import type { DerivedFrom, Project } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { quoteName } from '../quoteName.ts';
import type { TableChange } from './TableChange.ts';

const relationOf = (from: DerivedFrom): string =>
  from.kind === 'product'
    ? quoteName(from.product, from.table)
    : quoteName('reconciliation', from.reconciliation);

/** Whether rows that were derived before the change may lack or lose values by it. */
export function concernsRows({ kind }: TableChange): boolean {
  return kind === 'CREATE_TABLE' || kind === 'ADD_COLUMN' || kind === 'COLUMN_TYPE';
}

/**
 * Waits for a rebuild that is under way. To be taken before the first table is changed: a rebuild takes its lock before it
 * looks at any table, and whoever took them the other way round would make both wait for ever.
 */
export async function awaitRebuild(transaction: Transaction): Promise<void> {
  await transaction.script('lock table contract.state in row exclusive mode');
}

/** Contract versions whose rows come from one of the tables (quoted names), also by way of a reconciliation. */
export function contractsOver(project: Project, changed: ReadonlySet<string>): readonly string[] {
  const reached = new Set(changed);
  const isReached = (derivedFrom: readonly DerivedFrom[]): boolean =>
    derivedFrom.some((from) => reached.has(relationOf(from)));
  // Reconciliations may stand on each other: until nothing more is reached.
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const { name, derivedFrom } of project.reconciliations) {
      if (isReached(derivedFrom)) reached.add(quoteName('reconciliation', name));
    }
  }
  return project.contracts
    .filter(
      ({ sql, serving, derivedFrom }) =>
        sql !== undefined &&
        (reached.has(quoteName(serving.schema, serving.table)) || isReached(derivedFrom)),
    )
    .map(({ id }) => id);
}

/**
 * Forgets up to when the contracts over changed tables are derived, so that nobody takes rows for current that the next
 * rebuild has yet to make. Returns what the operator should know of it.
 */
export async function forgetStates(
  transaction: Transaction,
  project: Project,
  changed: ReadonlySet<string>,
): Promise<readonly string[]> {
  const forgotten = await transaction.query<{ contract: string }>({
    text: 'delete from contract.state where contract = any($1) returning contract',
    values: [contractsOver(project, changed)],
  });
  if (forgotten.length === 0) return [];
  const names = forgotten.map(({ contract }) => contract).toSorted();
  return [
    `Until the next "concordat rebuild" there is no as-of for ${names.join(', ')}: their tables, or tables beneath them, change.`,
  ];
}
