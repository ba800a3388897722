import { consumerFields } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Every field that consumers may see says how sensitive it is. */
export const classifiedField: Rule = {
  id: 'unclassified-field',
  *check(declarations) {
    for (const { field, type } of consumerFields(declarations)) {
      if (field.kind === 'LINK' || declarations.directives.has(field.node, 'classified')) continue;
      yield {
        at: field.place,
        message: `${type.name}.${field.name} does not say how sensitive it is.`,
        fix: 'Add @classified(as: …): PUBLIC, INTERNAL, CONFIDENTIAL, PERSONAL or RESTRICTED.',
      };
    }
  },
};
