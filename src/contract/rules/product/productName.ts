import { startOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

const reserved = /^(concordat|raw|contract|reconciliation|audit|pipeline|public|information_schema|pg_.*)$/;

/** A product is a schema of Postgres, so it cannot have the name of one that is taken. */
export const productName: Rule = {
  id: 'product-name',
  *check({ products }) {
    for (const { name, graphql } of products) {
      if (!reserved.test(name)) continue;
      yield {
        at: startOf(graphql.file),
        message: `Product name ${name} is reserved.`,
        fix: 'Rename the folder: a product is a schema of Postgres, and this one is taken.',
      };
    }
  },
};
