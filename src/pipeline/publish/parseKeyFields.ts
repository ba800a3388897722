/**
 * The key's fields of a record or a change, by their GraphQL names.
 *
 * @throws Error when the text is no JSON object
 */
export function parseKeyFields(text: string): Readonly<Record<string, unknown>> {
  const key: unknown = JSON.parse(text);
  if (typeof key !== 'object' || key === null || Array.isArray(key)) throw new Error('not a JSON object');
  return { ...key };
}
