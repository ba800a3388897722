import { isUtf8 } from 'node:buffer';
import { parseExactJson } from '../../query/values/parseExactJson.ts';
import type { RowValues } from '../../query/where/matchesCondition.ts';

/** A JSON object of a record, its numbers unrounded; undefined for anything else. */
export function parseRow(bytes: Buffer): RowValues | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    const json = parseExactJson(bytes.toString('utf8'));
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(json: unknown): json is RowValues {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
