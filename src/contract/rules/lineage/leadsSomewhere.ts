import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { reconciliationFile } from '../../declarations/projectPaths.ts';
import { mayBeTable, productTable } from '../../declarations/sites.ts';
import { toSnakeCase } from '../../names.ts';

/** Whether a lineage path names a field of a product table or a reconciliation, or a table, that is declared or may be. */
export function leadsSomewhere(reference: string, declarations: ProjectDeclarations): boolean {
  const [name = '', second = '', ...more] = reference.split('.');
  return (
    leadsToField(reference, declarations) || (more.length === 0 && mayBeTable(declarations, name, second))
  );
}

/** Whether a lineage path names a field that is declared or may be. */
export function leadsToField(reference: string, declarations: ProjectDeclarations): boolean {
  const { reconciliations, unreadable } = declarations;
  const parts = reference.split('.');
  const [name = '', second = '', third = ''] = parts;
  if (parts.length === 2) {
    if (unreadable.has(reconciliationFile(name, 'reconciliation.graphql'))) return true;
    const reconciliation = reconciliations.find((other) => other.name === name);
    // A reconciliation whose type is not clear is reported as that.
    return (
      reconciliation !== undefined && (!reconciliation.type || hasField(reconciliation.type.fields, second))
    );
  }
  const table = productTable(declarations, name, second);
  return (
    parts.length === 3 && (table ? hasField(table.fields, third) : mayBeTable(declarations, name, second))
  );
}

/** A field may be named as itself or as its column. */
function hasField(fields: readonly { readonly name: string }[], name: string): boolean {
  return fields.some((field) => field.name === name || toSnakeCase(field.name) === name);
}
