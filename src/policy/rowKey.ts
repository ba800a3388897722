import { ConcordatError } from '../errors/ConcordatError.ts';

/**
 * The canonical text of a row's key: a JSON array of its values as strings, in the order of `@key`. `5`, `5n` and
 * `"5"` are the same key, whichever way a driver returned it. Null, which only a broken existing table has, is itself.
 *
 * @throws ConcordatError INTERNAL_SERVER_ERROR when a value is none that a key can have; the value is not in the message
 */
export function rowKey(values: readonly unknown[]): string {
  return JSON.stringify(values.map(keyText));
}

function keyText(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) {
    return String(value);
  }
  throw new ConcordatError(
    'INTERNAL_SERVER_ERROR',
    `A key value is a ${typeof value}, not a string or an integer.`,
  );
}
