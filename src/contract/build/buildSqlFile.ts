import type { SqlFile } from '../model.ts';
import { splitStatements } from '../splitStatements.ts';
import { checked } from './checked.ts';

/** The file's one statement without the semicolon behind it, so that it can become part of a larger one. */
export function buildSqlFile({ file, text }: SqlFile): SqlFile {
  return { file, text: checked(splitStatements(text)[0], `statement in ${file}`).text };
}
