import type { Place } from '../../../errors/Problem.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { ContractDeclaration, ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import type { FieldDeclaration, ObjectDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { contractSites } from '../../declarations/sites.ts';
import { splitNames } from '../../splitNames.ts';

export interface LinkSite {
  readonly type: ObjectDeclaration;
  readonly field: FieldDeclaration;
  readonly at: Place;
  /** Id of the contract version as written. */
  readonly to: string;
  readonly by: readonly string[];
  readonly target: ContractDeclaration | undefined;
}

/** Every well-formed link, with the contract version that it leads to. */
export function linkSites(declarations: ProjectDeclarations): readonly LinkSite[] {
  const { contracts, directives } = declarations;
  return contractSites(declarations).flatMap(({ type, file }) =>
    type.fields.flatMap((field) => {
      const link = directives.one(field.node, 'link');
      if (!link) return [];
      const { to, by } = link.args;
      const target = contracts.find((contract) => contract.id === to);
      return [{ type, field, at: placeOf(file, link.node), to, by: splitNames(by), target }];
    }),
  );
}
