import type { SqlFile } from '../../contract/model.ts';
import type { Place } from '../../errors/Problem.ts';

/** The place of a character of a SQL file, counted by Postgres from 1 in code points; the file's start when unknown. */
export function placeInText({ file, text }: SqlFile, position: number | undefined): Place {
  const before = Array.from(text)
    .slice(0, (position ?? 1) - 1)
    .join('');
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    file,
    line: before.split('\n').length,
    column: Array.from(before.slice(lineStart)).length + 1,
  };
}
