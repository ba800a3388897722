import type { Place } from '../../../errors/Problem.ts';
import type { FieldDeclaration, ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { graphqlFiles, objectTypes } from '../../declarations/sites.ts';

export interface UnitSite {
  readonly type: ObjectDeclaration;
  readonly field: FieldDeclaration;
  readonly at: Place;
  /** As written. */
  readonly unit: string;
  /** The other fields of the type. */
  readonly siblings: readonly FieldDeclaration[];
  /** The one of them that the unit names. */
  readonly sibling: FieldDeclaration | undefined;
}

/** Every field with a well-formed `@unit`. */
export function unitSites(declarations: ProjectDeclarations): readonly UnitSite[] {
  return graphqlFiles(declarations).flatMap((graphql) =>
    objectTypes(graphql).flatMap((type) =>
      type.fields.flatMap((field): UnitSite[] => {
        const usage = declarations.directives.one(field.node, 'unit');
        if (!usage) return [];
        const unit = usage.args.of;
        const siblings = type.fields.filter((other) => other.name !== field.name);
        const sibling = siblings.find((other) => other.name === unit);
        return [{ type, field, at: placeOf(graphql.file, usage.node), unit, siblings, sibling }];
      }),
    ),
  );
}

/** Whether a field's value can be a unit: a text, or one of an enum. */
export function canHoldUnit({ kind, type }: FieldDeclaration): boolean {
  return type.depth === 0 && (kind === 'ENUM' || (kind === 'SCALAR' && ['ID', 'String'].includes(type.name)));
}
