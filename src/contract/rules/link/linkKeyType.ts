import type { FieldDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import { fieldNamed } from '../../declarations/sites.ts';
import { splitNames } from '../../splitNames.ts';
import { linkSites } from './linkSites.ts';
import type { Rule } from '../Rule.ts';

/** A link's values are of the types of its target's key. Of columns that are no field, only the database knows the type. */
export const linkKeyType: Rule = {
  id: 'link-key-type',
  *check(declarations) {
    for (const { type, at, by, to, target } of linkSites(declarations)) {
      if (!target?.type) continue;
      const key = declarations.directives.one(target.type.node, 'key');
      if (!key) continue;
      for (const [index, name] of splitNames(key.args.fields).entries()) {
        const there = fieldNamed(target.type, name);
        const here = fieldNamed(type, by[index] ?? '');
        if (!there || !here || comparedAs(there) === comparedAs(here)) continue;
        yield {
          at,
          message: `${here.name} is ${comparedAs(here)}, but ${name} of ${to} is ${comparedAs(there)}.`,
          fix: "Name a field or column that holds the target's key.",
        };
      }
    }
  },
};

function comparedAs({ kind, type }: FieldDeclaration): string {
  if (type.depth > 0) return 'a list';
  if (kind === 'ENUM' || type.name === 'ID' || type.name === 'String') return 'text';
  return type.name === 'Int' || type.name === 'BigInt' ? 'a whole number' : type.name;
}
