import type { Project } from '../../src/contract/model.ts';
import type { ContractAccess, FieldAccess } from '../../src/policy/AccessProfile.ts';
import { isFilterable, isSortable } from '../../src/policy/filterOperators.ts';
import { visibleUnit, type Siblings } from '../../src/query/schema/visibleUnit.ts';
import { typeSdl } from '../../src/query/schema/sdlText.ts';
import { typeLookup, type TypeLookup } from '../../src/query/values/writeValue.ts';
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
  readonly types: TypeLookup;
  readonly siblings: Siblings;
  /** Absent within nested types, whose fields are neither filtered nor sorted by. */
  readonly access?: ContractAccess;
}

/** Explains the fields of a contract that exist for a caller. */
export function contractFieldEntries(
  access: ContractAccess,
  project: Project,
  purpose: string,
): readonly ContractFieldEntry[] {
  const types = typeLookup(access.contract, project);
  const siblings = { declared: access.contract.fields, visible: access.fields };
  return Array.from(access.fields.values(), (field) =>
    contractFieldEntry(field, { project, purpose, types, siblings, access }),
  );
}

/** Explains a field to a caller; of its purposes only the caller's own is told. */
function contractFieldEntry(entry: FieldAccess, scope: EntryScope): ContractFieldEntry {
  const { field, decision } = entry;
  const { project, purpose, siblings, access } = scope;
  return {
    name: field.name,
    type: typeSdl(field.type),
    description: field.description,
    unit: visibleUnit(field, siblings) ?? null,
    classification: field.classification,
    mask: decision.kind === 'CLEAR' ? null : decision.strategy,
    purposes: [purpose],
    lineage: field.lineage.map((path) => contractSource(project, path)),
    definedBy: field.definedBy ?? null,
    deprecated: field.deprecated ?? null,
    filterable: access !== undefined && isFilterable(access, entry),
    sortable: access !== undefined && isSortable(access, entry),
    fields: nestedEntries(entry, scope),
  };
}

function nestedEntries({ field, nested }: FieldAccess, scope: EntryScope): readonly ContractFieldEntry[] {
  if (nested === undefined) return [];
  const { project, purpose, types } = scope;
  const declared = types(field.type.name);
  const siblings = { declared: declared?.kind === 'OBJECT' ? declared.fields : [], visible: nested };
  return Array.from(nested.values(), (one) => contractFieldEntry(one, { project, purpose, types, siblings }));
}
