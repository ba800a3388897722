import type { Place } from '../../../errors/Problem.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { consumerFields } from '../../declarations/sites.ts';
import type { FieldSite } from '../../declarations/sites.ts';
import type { DirectiveArguments } from '../../vocabulary/directiveShapes.ts';

export interface MaskedField extends FieldSite {
  readonly mask: DirectiveArguments['mask'];
  readonly at: Place;
  /** `Type.field`, as messages name it. */
  readonly label: string;
}

/** Every field with a well-formed mask. */
export function maskedFields(declarations: ProjectDeclarations): readonly MaskedField[] {
  return consumerFields(declarations).flatMap((site) => {
    const usage = declarations.directives.one(site.field.node, 'mask');
    if (!usage) return [];
    const label = `${site.type.name}.${site.field.name}`;
    return [{ ...site, mask: usage.args, at: placeOf(site.file, usage.node), label }];
  });
}
