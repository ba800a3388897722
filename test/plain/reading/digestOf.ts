import { createHash } from 'node:crypto';

/** Shorter names first, then by their bytes: the order of a `jsonb`. */
function byLength([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length - second.length || first.compare(second);
}

function canonicalText(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(canonicalText).join(', ')}]`;
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const members = Object.entries(json).sort(byLength);
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}: ${canonicalText(value)}`).join(', ')}}`;
}

/** The MD5 of a JSON value as PostgreSQL writes a `jsonb`, in hex. */
export function digestOf(json: unknown): string {
  return createHash('md5').update(canonicalText(json)).digest('hex');
}
