import type { JsonType, Shape } from '../../contract/model.ts';
import { jsonTypes } from '../../contract/model.ts';
import { quoteText } from '../../storage/quoteName.ts';

const isWhole = (value: string): string =>
  `case jsonb_typeof(${value}) when 'number' then trunc((${value})::numeric) = (${value})::numeric else false end`;

/** Whether a value is of none of the types. */
export function isOtherType(types: readonly JsonType[], value: string): string {
  const named = jsonTypes.filter((type) => type !== 'integer' && types.includes(type));
  if (named.length === jsonTypes.length - 1) return 'false';
  const isNamed =
    named.length === 0
      ? []
      : [`jsonb_typeof(${value}) in (${named.map((type) => quoteText(type)).join(', ')})`];
  const isInteger = types.includes('integer') && !types.includes('number') ? [isWhole(value)] : [];
  return `not (${[...isNamed, ...isInteger].join(' or ')})`;
}

/** The type of a value as drift tells it: a number that is whole is an `integer`. */
export function typeOfSql(value: string): string {
  return `case when ${isWhole(value)} then 'integer' else jsonb_typeof(${value}) end`;
}

/** As drift tells what was declared: `integer | null`. */
export function declaredTypes({ types }: Shape): string {
  return types.join(' | ');
}
