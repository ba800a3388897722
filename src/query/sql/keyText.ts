/**
 * SQL of the text by which rows find each other across tables: equal values have equal texts, so numbers have no trailing zeros.
 *
 * @param value - SQL of the value
 * @param type - of the value, as `format_type` names it
 */
export function keyText(value: string, type: string): string {
  return /^numeric(\(|$)/.test(type) ? `trim_scale(${value})::text` : `${value}::text`;
}
