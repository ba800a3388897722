/** Whether a value can be part of a key: text, or an integer that JavaScript holds exactly. */
export function isKeyValue(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}
