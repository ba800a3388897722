import { placeOf } from '../../declarations/placeOf.ts';
import type { Rule } from '../Rule.ts';

/** Kinds of exceptions are a reconciliation's. */
export const exceptionPlace: Rule = {
  id: 'exception-place',
  *check({ shared, contracts, products }) {
    const files = [...(shared ? [shared] : []), ...[...contracts, ...products].map(({ graphql }) => graphql)];
    for (const { file, types } of files) {
      for (const { node } of types.flatMap((type) => (type.kind === 'ENUM' ? type.values : []))) {
        const directive = node.directives?.find(({ name }) => name.value === 'exception');
        if (!directive) continue;
        yield {
          at: placeOf(file, directive),
          message: '@exception means nothing here.',
          fix: 'Remove it; it belongs on an enum value in the file of a reconciliation.',
        };
      }
    }
  },
};
