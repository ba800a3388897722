import type { ConstDirectiveNode } from 'graphql';
import type { FieldDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { fieldNamed, keyedSites } from '../../declarations/sites.ts';
import type { KeyedSite } from '../../declarations/sites.ts';
import { splitNames } from '../../splitNames.ts';

export interface KeyFieldSite extends KeyedSite {
  readonly usage: ConstDirectiveNode;
  readonly name: string;
  readonly field: FieldDeclaration | undefined;
}

/** Every name in every key, with the field that it means. */
export function keyFields(declarations: ProjectDeclarations): readonly KeyFieldSite[] {
  return keyedSites(declarations).flatMap((site) => {
    const key = declarations.directives.one(site.type.node, 'key');
    if (!key) return [];
    return splitNames(key.args.fields).map((name) => ({
      ...site,
      usage: key.node,
      name,
      field: fieldNamed(site.type, name),
    }));
  });
}
