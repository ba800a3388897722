import { keyFields } from './keyFields.ts';
import type { Rule } from '../Rule.ts';

const contractTypes: readonly string[] = ['ID', 'String', 'Int', 'BigInt'];
// Numbers with fractions and durations write one value in several ways, so they identify nothing.
const internalTypes: readonly string[] = [...contractTypes, 'Boolean', 'Date', 'DateTime'];

/** A key's values have one way to be written. */
export const keyFieldType: Rule = {
  id: 'key-field-type',
  *check(declarations) {
    for (const { kind, type, name, field } of keyFields(declarations)) {
      if (!field || field.kind === 'UNKNOWN') continue;
      const allowed = kind === 'contract' ? contractTypes : internalTypes;
      const isEnum = kind !== 'contract' && field.kind === 'ENUM';
      if (
        field.type.depth === 0 &&
        (isEnum || (field.kind === 'SCALAR' && allowed.includes(field.type.name)))
      ) {
        continue;
      }
      yield {
        at: field.place,
        message: `${type.name}.${name} is of a type that cannot identify a row.`,
        fix: `Use one of: ${allowed.join(', ')}${kind === 'contract' ? '' : ', or an enum'}.`,
      };
    }
  },
};
