import type { Place } from '../../../errors/Problem.ts';
import type { ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { keyedSites } from '../../declarations/sites.ts';
import type { DirectiveArguments } from '../../vocabulary/directiveShapes.ts';

export interface DerivedFromSite {
  readonly kind: 'contract' | 'reconciliation';
  readonly type: ObjectDeclaration;
  readonly at: Place;
  readonly args: DirectiveArguments['derivedFrom'];
}

/** Every well-formed `@derivedFrom` of contracts and reconciliations. */
export function derivedFromSites(declarations: ProjectDeclarations): readonly DerivedFromSite[] {
  return keyedSites(declarations).flatMap(({ kind, type, file }) =>
    kind === 'product'
      ? []
      : declarations.directives
          .all(type.node, 'derivedFrom')
          .map(({ node, args }) => ({ kind, type, at: placeOf(file, node), args })),
  );
}
