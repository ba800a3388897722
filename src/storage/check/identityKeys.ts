const call = /^jsonb_build_object\((.*)\)$/s;
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"]/gs;
const literal = /^'((?:[^']|'')*)'(?:::text)?$/;

/** The arguments of a call; undefined where a bracket is closed that is not opened within, so that it is none. */
function argumentsOf(text: string): readonly string[] | undefined {
  let depth = 0;
  const found = [''];
  for (const [part] of text.matchAll(token)) {
    if ('([{'.includes(part)) depth += 1;
    if (')]}'.includes(part)) depth -= 1;
    if (depth < 0) return undefined;
    if (part === ',' && depth === 0) found.push('');
    else found.push(`${found.pop() ?? ''}${part}`);
  }
  return found.map((argument) => argument.trim());
}

/**
 * The keys of the object that an expression, as Postgres writes it, builds by jsonb_build_object; undefined where it is
 * built otherwise, or one of the keys is not written down.
 */
export function identityKeys(expression: string): readonly string[] | undefined {
  const all = argumentsOf(call.exec(expression)?.[1] ?? ')');
  const keys = all
    ?.filter((_, index) => index % 2 === 0)
    .map((key) => literal.exec(key)?.[1]?.replaceAll("''", "'"));
  return keys?.every((key) => key !== undefined) ? keys : undefined;
}
