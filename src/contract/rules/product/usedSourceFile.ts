import { startOf } from '../../declarations/placeOf.ts';
import { productFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** Reference data that no table reads is forgotten data. */
export const usedSourceFile: Rule = {
  id: 'unused-source-file',
  *check({ files, products, directives }) {
    for (const { name, tables } of products) {
      const used = tables
        .flatMap(({ node }) => directives.all(node, 'source'))
        .map(({ args }) => productFile(name, args.file ?? ''));
      for (const file of files.keys()) {
        if (!file.startsWith(productFile(name, '')) || !file.endsWith('.csv') || used.includes(file))
          continue;
        yield {
          at: startOf(file),
          message: `No table of product ${name} reads this file.`,
          fix: 'Name it in @source(file: "…") of a table, or remove it.',
        };
      }
    }
  },
};
