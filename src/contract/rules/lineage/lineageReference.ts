import { placeOf } from '../../declarations/placeOf.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { reconciliationFile } from '../../declarations/projectPaths.ts';
import { consumerFields, mayBeTable, productTable } from '../../declarations/sites.ts';
import { toSnakeCase } from '../../names.ts';
import type { Rule } from '../Rule.ts';

/** What a field says about its origin leads somewhere. */
export const lineageReference: Rule = {
  id: 'lineage-reference',
  *check(declarations) {
    for (const { field, file } of consumerFields(declarations)) {
      const lineage = declarations.directives.one(field.node, 'lineage');
      for (const reference of lineage?.args.from ?? []) {
        if (!lineage || leadsSomewhere(reference, declarations)) continue;
        yield {
          at: placeOf(file, lineage.node),
          message: `"${reference}" is no field of a product table or a reconciliation.`,
          fix: 'Write product.table.field or reconciliation.field; product.table where whole rows are meant.',
        };
      }
    }
  },
};

function leadsSomewhere(reference: string, declarations: ProjectDeclarations): boolean {
  const { reconciliations, unreadable } = declarations;
  const parts = reference.split('.');
  const [name = '', second = '', third = ''] = parts;
  if (parts.length === 2) {
    if (unreadable.has(reconciliationFile(name, 'reconciliation.graphql'))) return true;
    const reconciliation = reconciliations.find((other) => other.name === name);
    // A reconciliation whose type is not clear is reported as that.
    if (reconciliation && !reconciliation.type) return true;
    return hasField(reconciliation?.type?.fields, second) || mayBeTable(declarations, name, second);
  }
  const table = productTable(declarations, name, second);
  return (
    parts.length === 3 && (table ? hasField(table.fields, third) : mayBeTable(declarations, name, second))
  );
}

/** A field may be named as itself or as its column. */
function hasField(fields: readonly { readonly name: string }[] | undefined, name: string): boolean {
  return fields?.some((field) => field.name === name || toSnakeCase(field.name) === name) ?? false;
}
