import { placeOf } from '../../declarations/placeOf.ts';
import { consumerFields } from '../../declarations/sites.ts';
import { leadsSomewhere } from './leadsSomewhere.ts';
import type { Rule } from '../Rule.ts';

/** What a field says about its origin leads somewhere. */
export const lineageReference: Rule = {
  id: 'lineage-reference',
  *check(declarations) {
    for (const { field, file } of consumerFields(declarations)) {
      const lineage = declarations.directives.one(field.node, 'lineage');
      for (const reference of lineage?.args.from ?? []) {
        if (!lineage || leadsSomewhere(reference, declarations)) continue;
        yield {
          at: placeOf(file, lineage.node),
          message: `"${reference}" is no field of a product table or a reconciliation.`,
          fix: 'Write product.table.field or reconciliation.field; product.table where whole rows are meant.',
        };
      }
    }
  },
};
