const json: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json']);

/**
 * Whether a client wants events rather than JSON, by its header `Accept`: what has the greater weight, and of equals what stands first.
 * Some clients name `text/event-stream` behind JSON in all of their requests.
 */
export function prefersEvents(accept = ''): boolean {
  const asked = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, weight: weight === undefined ? 1 : Number(weight) };
  });
  const [best] = asked
    .filter(({ type, weight }) => (type === 'text/event-stream' || json.has(type)) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.type === 'text/event-stream';
}
