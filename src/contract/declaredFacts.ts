/** What says where and in which words something is declared, and changes nothing for anybody. */
const words: ReadonlySet<string> = new Set(['node', 'place', 'sqlLines', 'file', 'description', 'definedBy']);

/** What declarations say, as text: equal texts promise and serve the same, whatever words they have for it. */
export function declaredFacts(declared: unknown, left: readonly string[] = []): string {
  return JSON.stringify(declared, (name, value: unknown) => {
    if (words.has(name) || left.includes(name)) return undefined;
    return value instanceof Map ? [...value] : value;
  });
}
