import { maskedFields } from './maskedFields.ts';
import type { Rule } from '../Rule.ts';

/** A non-null field is promised to have a value, masked or not. */
export const maskYieldsNull: Rule = {
  id: 'mask-yields-null',
  *check(declarations) {
    for (const { mask, field, label, at } of maskedFields(declarations)) {
      if (mask.strategy !== 'NULLIFY' || !field.type.nonNull) continue;
      yield {
        at,
        message: `${label} is never null, but its mask is.`,
        fix: 'Make the field nullable (without "!"), or use another mask.',
      };
    }
  },
};
