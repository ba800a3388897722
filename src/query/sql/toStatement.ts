import type { Sql } from 'sql-template-tag';
import type { Statement } from '../Statement.ts';

/** Flattens a composed fragment into the text and values that a driver takes. */
export function toStatement(fragment: Sql): Statement {
  return { text: fragment.text, values: [...fragment.values] };
}
