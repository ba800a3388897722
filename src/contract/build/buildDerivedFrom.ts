import type { ObjectDeclaration } from '../declarations/GraphqlDeclaration.ts';
import type { DerivedFrom } from '../model.ts';
import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import { checked } from './checked.ts';

/** The `@derivedFrom` of a contract or a reconciliation, in the order of declaration. */
export function buildDerivedFrom(
  type: ObjectDeclaration,
  directives: DirectiveReader,
): readonly DerivedFrom[] {
  return directives.all(type.node, 'derivedFrom').map(({ args }): DerivedFrom => {
    const { by } = args;
    if (args.reconciliation !== undefined) {
      return { kind: 'reconciliation', reconciliation: args.reconciliation, by };
    }
    const [product, table] = checked(args.product, 'source of @derivedFrom').split('.');
    return {
      kind: 'product',
      product: checked(product, 'product'),
      table: checked(table, 'table'),
      by,
      ...(args.column === undefined ? {} : { column: args.column }),
    };
  });
}
