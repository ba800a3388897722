import { startOf } from '../../declarations/placeOf.ts';
import { productFile } from '../../declarations/projectPaths.ts';
import { listNames } from '../listNames.ts';
import type { Rule } from '../Rule.ts';
import { readHeader } from './readHeader.ts';

/** The first line of a file that feeds a table can be read, and names each column once. */
export const sourceHeader: Rule = {
  id: 'source-header',
  *check({ files, products, directives }) {
    const paths = products.flatMap(({ name, tables }) =>
      tables
        .flatMap((type) => directives.all(type.node, 'source'))
        .flatMap(({ args }) => (args.file === undefined ? [] : [productFile(name, args.file)])),
    );
    for (const path of new Set(paths)) {
      const text = files.get(path);
      if (text === undefined || !path.endsWith('.csv')) continue;
      const header = readHeader(path, text);
      if (!header.ok) {
        const { message, fix, ...at } = header.problem;
        yield { at, message, fix };
        continue;
      }
      const { names } = header;
      const repeated = names.filter((name, index) => name !== '' && names.indexOf(name) !== index);
      if (repeated.length === 0) continue;
      yield {
        at: startOf(path),
        message: `The first line names ${listNames([...new Set(repeated)])} more than once.`,
        fix: 'Name each column once.',
      };
    }
  },
};
