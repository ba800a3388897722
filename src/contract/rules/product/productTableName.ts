import { placeOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

const tablePattern = /^[a-z][a-z0-9_]*$/;
// `__event` is appended for the table that lineage follows, and Postgres cuts names after 63 bytes.
const longestName = 56;

/** A table's name can be written without quotes, leaves room for its lineage, and stands once in its product. */
export const productTableName: Rule = {
  id: 'product-table-name',
  *check({ products, directives }) {
    for (const { name, graphql, tables } of products) {
      const seen = new Set<string>();
      for (const { node } of tables) {
        const product = directives.one(node, 'product');
        if (!product) continue;
        const { table } = product.args;
        const at = placeOf(graphql.file, product.node);
        if (!tablePattern.test(table) || table.length > longestName) {
          yield {
            at,
            message: `"${table}" is no table's name.`,
            fix: `Write it in snake_case, with at most ${longestName} letters.`,
          };
        } else if (table.endsWith('__event')) {
          yield {
            at,
            message: `Table name ${table} is reserved: tables ending in "__event" hold lineage.`,
            fix: 'Name it otherwise.',
          };
        } else if (seen.has(table)) {
          yield { at, message: `${name} has two tables named ${table}.`, fix: 'Rename one of the two.' };
        }
        seen.add(table);
      }
    }
  },
};
