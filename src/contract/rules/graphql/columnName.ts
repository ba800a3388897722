import { keyedSites } from '../../declarations/sites.ts';
import { toSnakeCase } from '../../names.ts';
import type { Rule } from '../Rule.ts';

// Postgres cuts longer names silently: https://www.postgresql.org/docs/current/limits.html
const longestName = 63;
// https://www.postgresql.org/docs/current/ddl-system-columns.html
const systemColumns: readonly string[] = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Every field has a column of its own under a name that Postgres takes and keeps whole. */
export const columnName: Rule = {
  id: 'column-name',
  *check(declarations) {
    for (const { type } of keyedSites(declarations)) {
      const columns = new Map<string, string>();
      for (const { name, kind, place } of type.fields) {
        const column = toSnakeCase(name);
        const other = columns.get(column);
        columns.set(column, name);
        if (kind === 'LINK') continue;
        if (other !== undefined && other !== name) {
          yield {
            at: place,
            message: `Fields ${other} and ${name} would share column ${column}.`,
            fix: 'Rename one of the two.',
          };
        }
        if (systemColumns.includes(column)) {
          yield {
            at: place,
            message: `Column ${column} is one that Postgres keeps in every table.`,
            fix: 'Name the field otherwise.',
          };
        }
        if (Buffer.byteLength(column) > longestName) {
          yield {
            at: place,
            message: `Column ${column} is longer than Postgres' ${longestName} bytes.`,
            fix: 'Give the field a shorter name.',
          };
        }
      }
    }
  },
};
