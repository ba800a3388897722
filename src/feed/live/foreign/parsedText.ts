import { parseExactJson } from '../../../query/values/parseExactJson.ts';

/** What a text says as JSON, its numbers unrounded; undefined where it is none. */
export function parsedText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
