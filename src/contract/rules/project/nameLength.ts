import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

// Postgres cuts names after 63 bytes; a contract's table has its version behind the name, and indexes more.
const longest = 48;

/** Contracts, products and reconciliations are named so that Postgres keeps their names whole. */
export const nameLength: Rule = {
  id: 'name-length',
  *check({ contracts, products, reconciliations }) {
    for (const { name, graphql } of [...contracts, ...products, ...reconciliations]) {
      if (name.length <= longest) continue;
      yield {
        at: startOf(graphql.file),
        message: `Name ${name} is longer than ${longest} letters.`,
        fix: 'Rename the folder to something shorter: it becomes the name of tables.',
      };
    }
  },
};
