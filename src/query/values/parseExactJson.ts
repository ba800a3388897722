import { ExactNumber } from './ExactNumber.ts';

/**
 * Parses JSON that Postgres wrote, without rounding a number. Uses the source text that a reviver is given
 * (https://tc39.es/proposal-json-parse-with-source/).
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source
      ? new ExactNumber(source)
      : value;
  });
}
