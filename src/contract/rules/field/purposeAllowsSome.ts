import { placeOf } from '../../declarations/placeOf.ts';
import { consumerFields } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A field that is there for no purpose is not there at all. */
export const purposeAllowsSome: Rule = {
  id: 'purpose-allows-none',
  *check(declarations) {
    for (const { field, type, file } of consumerFields(declarations)) {
      const purpose = declarations.directives.one(field.node, 'purpose');
      if (purpose?.args.allow.length !== 0) continue;
      yield {
        at: placeOf(file, purpose.node),
        message: `${type.name}.${field.name} is there for no purpose.`,
        fix: 'List the purposes for which it is there, or remove the field.',
      };
    }
  },
};
