import type { IncomingMessage } from 'node:http';

/**
 * What a header says. It may be sent once: Node.js keeps the first of several, a proxy before it perhaps another, so
 * several are joined to a list, which is neither a token nor a purpose.
 */
export function sentValue(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  name: string,
): string | undefined {
  const values = rawHeaders.filter(
    (_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name,
  );
  return values.length === 0 ? undefined : values.join(', ');
}
