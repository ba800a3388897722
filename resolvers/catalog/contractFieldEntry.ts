import type { Project } from '../../src/contract/model.ts';
import type { ContractAccess, FieldAccess } from '../../src/policy/AccessProfile.ts';
import { isFilterable, isSortable } from '../../src/policy/filterOperators.ts';
import { typeSdl } from '../../src/query/schema/sdlText.ts';
import { contractSource, type ContractSource } from './contractSource.ts';

/** A field of a contract as `ContractField` explains it to one caller. */
export interface ContractFieldEntry {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string | null;
  readonly classification: string;
  readonly mask: string | null;
  readonly purposes: readonly string[];
  readonly lineage: readonly ContractSource[];
  readonly definedBy: string | null;
  readonly deprecated: string | null;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly fields: readonly ContractFieldEntry[];
}

interface EntryScope {
  readonly project: Project;
  readonly purpose: string;
  /** Absent within nested types, whose fields are neither filtered nor sorted by. */
  readonly access?: ContractAccess;
}

/** Explains a field to a caller; of its purposes only the caller's own is told. */
export function contractFieldEntry(entry: FieldAccess, scope: EntryScope): ContractFieldEntry {
  const { field, decision } = entry;
  const { project, purpose, access } = scope;
  return {
    name: field.name,
    type: typeSdl(field.type),
    description: field.description,
    unit: field.unit ?? null,
    classification: field.classification,
    mask: decision.kind === 'CLEAR' ? null : decision.strategy,
    purposes: [purpose],
    lineage: field.lineage.map((path) => contractSource(project, path)),
    definedBy: field.definedBy ?? null,
    deprecated: field.deprecated ?? null,
    filterable: access !== undefined && isFilterable(access, entry),
    sortable: access !== undefined && isSortable(access, entry),
    fields: [...(entry.nested?.values() ?? [])].map((nested) =>
      contractFieldEntry(nested, { project, purpose }),
    ),
  };
}
