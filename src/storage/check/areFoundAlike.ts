/** Types whose values have one text each, which is the same in all of them. */
const plain = /^(text|character varying|uuid|smallint|integer|bigint|boolean)$/;
/** Types that have no equality, or one that says other than their texts do. */
const unequal = /^jsonb?$|\[\]$/;

/** `numeric(10,2)` -> `numeric`, `timestamp(3) with time zone` -> `timestamp with time zone`. */
function withoutModifier(type: string): string {
  return type.replace(/\([^)]*\)/, '');
}

/**
 * Whether rows find each other by columns of these types, by equal values: what is touched goes from one to the other as a text. A number
 * with a fraction, a date or a time is written in several ways, so that it finds only its like.
 *
 * @param one - by `format_type`
 */
export function areFoundAlike(one: string, other: string): boolean {
  const [left, right] = [withoutModifier(one), withoutModifier(other)];
  if (unequal.test(left) || unequal.test(right)) return false;
  return left === right || (plain.test(left) && plain.test(right));
}
