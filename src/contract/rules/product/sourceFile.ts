import { placeOf } from '../../declarations/placeOf.ts';
import { productFile } from '../../declarations/projectPaths.ts';
import { toSnakeCase } from '../../names.ts';
import { listNames } from '../listNames.ts';
import type { Rule } from '../Rule.ts';
import { readHeader } from './readHeader.ts';

/** A file that feeds a table is there, beside the product, and its header names the table's columns. */
export const sourceFile: Rule = {
  id: 'source-file',
  *check({ files, products, directives }) {
    for (const { name, graphql, tables } of products) {
      for (const type of tables) {
        for (const { args, node } of directives.all(type.node, 'source')) {
          if (args.file === undefined) continue;
          const at = placeOf(graphql.file, node);
          const path = productFile(name, args.file);
          const text = files.get(path);
          if (text === undefined || !path.endsWith('.csv')) {
            yield {
              at,
              message: `There is no CSV file ${path}.`,
              fix: 'Put the file beside product.graphql and name it with its ending .csv.',
            };
            continue;
          }
          const header = readHeader(path, text);
          // That it cannot be read is `source-header`'s.
          if (!header.ok) continue;
          const missing = type.fields
            .map((field) => toSnakeCase(field.name))
            .filter((column) => !header.names.includes(column));
          if (missing.length === 0) continue;
          yield {
            at,
            message: `${path} has no column ${listNames(missing)}.`,
            fix: 'Name the columns of the file like those of the table, in snake_case, in its first line.',
          };
        }
      }
    }
  },
};
