/** Types whose values no value equals by its text: they have no equality, or another one. */
const unequal = /^jsonb?$|\[\]$/;

/** Every table of the project keeps its times in milliseconds, so that a time of this type is one of no other precision. */
function withoutMilliseconds(type: string): string {
  return type.replace('timestamp(3) with time zone', 'timestamp with time zone');
}

/**
 * Whether rows find each other by columns of these types: what is touched goes from one to the other as a text, which one type has to read as
 * the other wrote it. A cast on the way, be it to a type that has the same texts, makes one value of several: a value that a fact has is then
 * not the one that the row is found by.
 *
 * @param one - by `format_type`
 */
export function isSameType(one: string, other: string): boolean {
  return withoutMilliseconds(one) === withoutMilliseconds(other) && !unequal.test(one);
}
