import type { SqlFile } from '../model.ts';
import { splitStatements } from '../splitStatements.ts';
import { checked } from './checked.ts';

/**
 * The file's one statement without the semicolon behind it, so that it can become part of a larger one. What stands before
 * it stays: places that Postgres points to are places of the file.
 */
export function buildSqlFile({ file, text }: SqlFile): SqlFile {
  const statement = checked(splitStatements(text)[0], `statement in ${file}`).text;
  return { file, text: text.slice(0, text.length - text.trimStart().length) + statement };
}
