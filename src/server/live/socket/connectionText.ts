/**
 * A text of the payload of `connection_init`, by a name in any case, as headers are. What stands there several times, or is no text,
 * is joined to what is neither a token nor a purpose: it must not count as not given.
 */
export function connectionText(params: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const found = Object.entries(params).filter(
    ([key, value]) => key.toLowerCase() === name && value !== undefined && value !== null,
  );
  if (found.length === 0) return undefined;
  return found.map(([, value]) => (typeof value === 'string' ? value : '')).join(', ');
}
