import type { Project } from '../../src/contract/model.ts';
import { withheldKind } from '../../src/contract/withheldKind.ts';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { isKindTold } from '../../src/policy/isKindTold.ts';
import { maskIdentity } from '../../src/policy/masks/maskIdentity.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { ExceptionRow } from '../../src/query/statements/exceptionsStatement.ts';
import type { ContractRow } from '../row/ContractRow.ts';

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
  const reconciliations = new Map(scope.project.reconciliations.map((one) => [one.name, one]));
  const told: RowException[] = [];
  const withheld = new Set<string>();
  for (const one of found) {
    const kinds = reconciliations.get(one.reconciliation)?.exceptionKinds ?? [];
    const kind = kinds.find(({ name }) => name === one.kind);
    if (isKindTold(row.access, kind)) told.push(toEntry(one));
    else withheld.add(one.reconciliation);
  }
  return [
    ...told,
    ...Array.from([...withheld].sort(), (name) => ({
      id: maskIdentity(
        JSON.stringify([row.access.contract.id, row.key, name]),
        scope.profile.purpose,
        scope.maskKeys,
      ),
      kind: withheldKind,
      owner: reconciliations.get(name)?.owner ?? '',
      openedAt: null,
      dueAt: null,
    })),
  ];
}

function toEntry({ id, kind, owner, opened_at, due_at }: ExceptionRow): RowException {
  return { id, kind, owner, openedAt: opened_at, dueAt: due_at };
}
