import { reconciliationFile } from '../../declarations/projectPaths.ts';
import { mayBeTable } from '../../declarations/sites.ts';
import { derivedFromSites } from './derivedFromSites.ts';
import type { Rule } from '../Rule.ts';

/** Each source is one product table or one reconciliation of the project. */
export const derivedFromSource: Rule = {
  id: 'derived-from-source',
  *check(declarations) {
    const { reconciliations, unreadable } = declarations;
    for (const { args, at, kind } of derivedFromSites(declarations)) {
      const { product, reconciliation } = args;
      if ((product === undefined) === (reconciliation === undefined)) {
        yield {
          at,
          message: 'A source is a product table or a reconciliation.',
          fix: 'Give "product" or "reconciliation", one of the two; repeat @derivedFrom for more sources.',
        };
        continue;
      }
      if (product !== undefined) {
        const [name = '', table = '', ...more] = product.split('.');
        if (more.length === 0 && mayBeTable(declarations, name, table)) continue;
        yield {
          at,
          message: `There is no product table "${product}".`,
          fix: 'Name it "product.table", as schema/products/<product>/product.graphql declares it.',
        };
      }
      if (reconciliation !== undefined) {
        if (kind === 'reconciliation') {
          yield {
            at,
            message: 'A reconciliation cannot be derived from a reconciliation.',
            fix: 'Derive it from the product tables that the other one reads.',
          };
        } else if (
          !unreadable.has(reconciliationFile(reconciliation, 'reconciliation.graphql')) &&
          !reconciliations.some(({ name }) => name === reconciliation)
        ) {
          yield {
            at,
            message: `There is no reconciliation "${reconciliation}".`,
            fix: 'Name a folder of schema/reconciliations/.',
          };
        }
      }
    }
  },
};
