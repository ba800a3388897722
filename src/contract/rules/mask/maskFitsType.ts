import type { FieldDeclaration } from '../../declarations/GraphqlDeclaration.ts';
import type { MaskStrategy } from '../../model.ts';
import { maskedFields } from './maskedFields.ts';
import type { Rule } from '../Rule.ts';

const texts: readonly string[] = ['ID', 'String'];
const times: readonly string[] = ['Date', 'DateTime'];
const numbers: readonly string[] = ['Int', 'Float', 'BigInt', 'Decimal'];

/** The types whose masked values are still of the type; `NULLIFY` fits all. */
const fitting: Readonly<Record<Exclude<MaskStrategy, 'NULLIFY'>, readonly string[]>> = {
  REDACT: texts,
  HASH: texts,
  TOKEN: texts,
  EMAIL: texts,
  FIRST_FOUR: texts,
  LAST_FOUR: texts,
  YEAR: times,
  MONTH: times,
  BUCKET: numbers,
};

/** What a mask makes of a value is still a value of the field's type. */
export const maskFitsType: Rule = {
  id: 'mask-fits-type',
  *check(declarations) {
    for (const { mask, field, label, at } of maskedFields(declarations)) {
      // A link is `link-directives`'.
      if (mask.strategy === 'NULLIFY' || field.kind === 'UNKNOWN' || field.kind === 'LINK') continue;
      const types = fitting[mask.strategy];
      if (field.kind === 'SCALAR' && field.type.depth === 0 && types.includes(field.type.name)) continue;
      yield {
        at,
        message: `Mask ${mask.strategy} does not fit ${label}, which is ${describeType(field)}.`,
        fix: `${mask.strategy} is for ${types.join(', ')}; NULLIFY fits every nullable field.`,
      };
    }
  },
};

function describeType({ kind, type }: FieldDeclaration): string {
  if (type.depth > 0) return 'a list';
  if (kind === 'ENUM') return `enum ${type.name}`;
  return kind === 'OBJECT' ? 'an object' : type.name;
}
