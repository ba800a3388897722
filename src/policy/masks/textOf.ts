/** The text of a value of a text field; undefined for a missing value and for what is no text at all. */
export function textOf(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw.toWellFormed();
  if (typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean') return String(raw);
  return undefined;
}
