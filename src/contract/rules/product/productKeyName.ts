import { keyFields } from '../key/keyFields.ts';
import { toSnakeCase } from '../../names.ts';
import type { Rule } from '../Rule.ts';

// What identifies a source event, beside the key in the table that lineage follows.
const eventColumns: readonly string[] = ['source', 'partition', 'offset'];

/** The key of a product's table stands beside the identity of source events, under names of its own. */
export const productKeyName: Rule = {
  id: 'product-key-name',
  *check(declarations) {
    for (const { kind, type, name, field } of keyFields(declarations)) {
      if (kind !== 'product' || !field || !eventColumns.includes(toSnakeCase(name))) continue;
      yield {
        at: field.place,
        message: `${type.name}.${name} is part of the key and has the name of what identifies a source event.`,
        fix: `Say which ${name} it is: source, partition and offset stand beside the key in the table that lineage follows.`,
      };
    }
  },
};
