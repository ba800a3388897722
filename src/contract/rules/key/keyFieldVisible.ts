import { keyFields } from './keyFields.ts';
import type { Rule } from '../Rule.ts';

/** A key is in cursors, links and lineage; everybody who may see a row must see it. */
export const keyFieldVisible: Rule = {
  id: 'key-field-hidden',
  *check(declarations) {
    for (const { kind, type, name, field } of keyFields(declarations)) {
      if (kind !== 'contract' || !field) continue;
      const hides = (['mask', 'purpose'] as const).find((directive) =>
        declarations.directives.has(field.node, directive),
      );
      if (!hides) continue;
      yield {
        at: field.place,
        message: `${type.name}.${name} is part of the key and has @${hides}.`,
        fix: `Remove @${hides}; if the value is sensitive, make a key of the SELECT that is not.`,
      };
    }
  },
};
