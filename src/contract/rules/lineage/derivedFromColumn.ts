import { productTable } from '../../declarations/sites.ts';
import { toSnakeCase } from '../../names.ts';
import { splitNames } from '../../splitNames.ts';
import { listNames } from '../listNames.ts';
import { derivedFromSites } from './derivedFromSites.ts';
import type { Rule } from '../Rule.ts';

const columnLike = /^[a-z_][a-z0-9_]*$/;

/**
 * `by`, or `column` where it has another name there, is a column of the product's table. For a reconciliation it may also be a column that its `exceptions.sql`
 * returns, which only the database knows.
 */
export const derivedFromColumn: Rule = {
  id: 'derived-from-column',
  *check(declarations) {
    for (const { args, at } of derivedFromSites(declarations)) {
      const { product, by, column = by } = args;
      if (args.column !== undefined && product === undefined) {
        yield {
          at,
          message: '"column" is about a product\'s table, and this names a reconciliation.',
          fix: 'Leave "column" out.',
        };
        continue;
      }
      const names = splitNames(by);
      if (names.length > 1) {
        yield {
          at,
          message: `"by" names several columns: ${listNames(names)}.`,
          fix: 'Name one of them: a change touches all rows that share its value.',
        };
        continue;
      }
      const odd = [by, column].find((candidate) => !columnLike.test(candidate));
      if (odd !== undefined) {
        yield {
          at,
          message: `"${odd}" is no column's name.`,
          fix: `Write it as the table has it: ${toSnakeCase(odd)}.`,
        };
        continue;
      }
      const [name = '', table = ''] = product?.split('.') ?? [];
      const type = product === undefined ? undefined : productTable(declarations, name, table);
      if (!type) continue;
      const columns = type.fields.map((field) => toSnakeCase(field.name));
      if (columns.includes(column)) continue;
      yield {
        at,
        message: `${name}.${table} has no column ${column}.`,
        fix: `Name a column that it shares with this SELECT, or say with "column" which one holds the same value; it has ${listNames(columns)}.`,
      };
    }
  },
};
