import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** A product holds at least one table. */
export const productTables: Rule = {
  id: 'product-without-table',
  *check({ products }) {
    for (const { graphql, tables } of products) {
      if (tables.length > 0) continue;
      yield {
        at: startOf(graphql.file),
        message: 'The file has no type with @product.',
        fix: 'Put @product on each type whose rows are a table of the product.',
      };
    }
  },
};
