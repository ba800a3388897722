import type { FieldType } from '../../contract/model.ts';
import { compareOf } from './comparedOrder.ts';
import type { Condition } from './Condition.ts';
import { equalityText } from './equalityText.ts';

type Among = Extract<Condition, { kind: 'IN' | 'NOT_IN' }>;

/** Made once for each condition, which is tried on every change: with thousands of values no change may look at each of them. */
const textsOf = new WeakMap<Among, ReadonlySet<string>>();

/** Whether a value of the condition's field is equal to one of those that it names, as `compareOf` compares them. */
export function isAmong(condition: Among, held: unknown): boolean {
  const { type } = condition.field;
  const text = comparableText(type, held);
  if (text === undefined) return false;
  const texts =
    textsOf.get(condition) ?? new Set(condition.values.flatMap((value) => comparableText(type, value) ?? []));
  textsOf.set(condition, texts);
  return texts.has(text);
}

/** Undefined for null and for what is no value of the type: they are equal to nothing. */
function comparableText(type: FieldType, value: unknown): string | undefined {
  return compareOf(type)(value, value) === undefined ? undefined : equalityText(type, value);
}
