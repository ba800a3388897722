const stringInJson = /"(?:[^"\\]|\\.)*"(?<key>\s*:)?/g;

/**
 * Whether an object anywhere in a JSON text names a key twice. `JSON.parse` takes the last, other readers the first, so
 * two of them could see different claims. `text` must be what `value` was parsed from: in valid JSON every string
 * before a colon is a key, and parsing keeps one of each, so the counts differ where one is repeated.
 */
export function repeatsKey(text: string, value: unknown): boolean {
  const named = [...text.matchAll(stringInJson)].filter((match) => match.groups?.['key'] !== undefined);
  return named.length !== countKeys(value);
}

// A loop, not recursion: the depth is the sender's choice.
function countKeys(root: unknown): number {
  const open: unknown[] = [root];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const inside: unknown[] = Object.values(value);
    if (!Array.isArray(value)) count += inside.length;
    for (const one of inside) open.push(one);
  }
  return count;
}
