import { placeAt, startOf } from '../../declarations/placeOf.ts';
import { splitStatements } from '../../splitStatements.ts';
import type { Rule } from '../Rule.ts';

/** A SQL file is one statement: it becomes part of a larger one. */
export const sqlStatement: Rule = {
  id: 'sql-statement',
  *check({ files }) {
    for (const [file, text] of files) {
      if (!file.endsWith('.sql') || file.startsWith('schema/sample/')) continue;
      const nul = text.indexOf('\0');
      if (nul !== -1) {
        yield {
          at: placeAt(file, text, nul),
          message: 'A character NUL stands here, which SQL cannot hold.',
          fix: 'Take it out.',
        };
        continue;
      }
      const [first, second] = splitStatements(text);
      if (!first) {
        yield { at: startOf(file), message: 'The file has no statement.', fix: 'Write one statement.' };
      } else if (second) {
        yield {
          at: placeAt(file, text, second.start),
          message: 'A second statement begins here.',
          fix: 'Keep one statement; parts of it can be named by WITH.',
        };
      }
    }
  },
};
