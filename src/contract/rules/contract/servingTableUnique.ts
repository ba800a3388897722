import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A table or topic that Concordat fills belongs to one contract version. Existing ones may stand behind several. */
export const servingTableUnique: Rule = {
  id: 'serving-shared',
  *check(declarations) {
    const owners = new Map<string, { id: string; filled: boolean }>();
    for (const { contract, type, file } of contractSites(declarations)) {
      const serving = declarations.directives.one(type.node, 'serving');
      const filled = contract.sql !== undefined;
      const names = {
        Table: serving?.args.table ?? `contract.${contract.name}_v${contract.version}`,
        Topic: serving?.args.topic ?? `contract.${contract.name}.v${contract.version}`,
      };
      for (const [what, name] of Object.entries(names)) {
        const key = `${what} ${name}`;
        const other = owners.get(key);
        owners.set(key, { id: contract.id, filled });
        if (!other || (!filled && !other.filled)) continue;
        yield {
          at: serving ? placeOf(file, serving.node) : type.place,
          message: `${key} is already that of ${other.id}.`,
          fix: 'Name another one in @serving, or leave it to the default.',
        };
      }
    }
  },
};
