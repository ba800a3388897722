import { keyFields } from './keyFields.ts';
import type { Rule } from '../Rule.ts';

/** What identifies a row is always there. */
export const keyFieldNonNull: Rule = {
  id: 'key-field-nullable',
  *check(declarations) {
    for (const { type, name, field } of keyFields(declarations)) {
      if (!field || field.type.nonNull) continue;
      yield {
        at: field.place,
        message: `${type.name}.${name} is part of the key and may be null.`,
        fix: `Write its type with "!": ${field.type.name}!.`,
      };
    }
  },
};
