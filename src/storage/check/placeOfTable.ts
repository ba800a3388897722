import type { SqlFile } from '../../contract/model.ts';
import type { Place } from '../../errors/Problem.ts';
import { placeInText } from './placeInText.ts';
import { positionOf } from './positionOf.ts';

/** Where a table's name first stands, with or without quotes; the file's start when only a view leads to it. */
export function placeOfTable(sql: SqlFile, table: string): Place {
  const pattern = table
    .split('.')
    .map((part) => `"?${part}"?`)
    .join('\\s*\\.\\s*');
  const index = new RegExp(`(?<![\\w"])${pattern}(?!\\w)`, 'i').exec(sql.text)?.index;
  return placeInText(sql, index === undefined ? undefined : positionOf(sql.text, index));
}
