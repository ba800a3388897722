import type { FieldType } from '../../contract/model.ts';
import { parseDecimal, printDecimal } from '../../policy/masks/exactDecimal.ts';
import { printed } from '../../policy/masks/printed.ts';
import { floatOf, momentOf } from './comparedOrder.ts';

/** One text for all values of a field that are equal to one another; another one for each that is not. */
export function equalityText({ kind, name }: FieldType, value: unknown): string {
  const text = printed(value);
  if (kind !== 'SCALAR') return text;
  switch (name) {
    case 'Float':
      return printed(floatOf(value) ?? value);
    case 'Int':
    case 'BigInt':
    case 'Decimal': {
      const exact = parseDecimal(text);
      return exact === undefined ? text : printDecimal(exact);
    }
    case 'DateTime':
      return momentOf(value) ?? text;
    default:
      return text;
  }
}
