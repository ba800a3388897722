import type { Project } from '../../src/contract/model.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { ExceptionRow } from '../../src/query/statements/exceptionsStatement.ts';
import type { ContractRow } from '../row/ContractRow.ts';
import { withheldException } from './withheldException.ts';

/** An open reconciliation exception about a row, or all of a reconciliation's that the caller is not told. */
export interface RowException {
  readonly id: string;
  readonly kind: string;
  readonly owner: string;
  readonly openedAt: string | null;
  readonly dueAt: string | null;
}

export interface ExceptionScope {
  readonly project: Project;
  readonly profile: AccessProfile;
  readonly maskKeys: MaskKeys;
}

/**
 * What a row's exceptions are for its caller. Those whose kind would tell of a value that it may not see are one, whatever they
 * are and however many: their number, times and owners tell them apart, and so does an id that stands at several rows.
 */
export function exceptionEntries(
  found: readonly ExceptionRow[],
  row: ContractRow,
  scope: ExceptionScope,
): readonly RowException[] {
  const owners = new Map(scope.project.reconciliations.map(({ name, owner }) => [name, owner]));
  const told: RowException[] = [];
  const withheld = new Set<string>();
  for (const one of found) {
    if (one.id === null) withheld.add(one.reconciliation);
    else
      told.push({
        ...{ id: one.id, kind: one.kind, owner: one.owner },
        ...{ openedAt: one.opened_at, dueAt: one.due_at },
      });
  }
  return [
    ...told,
    ...Array.from([...withheld].sort(), (name) =>
      withheldException(row, { name, owner: owners.get(name) ?? '' }, scope),
    ),
  ];
}
