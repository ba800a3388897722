import { keyedSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

// Postgres takes 1,600 columns of the smallest types: https://www.postgresql.org/docs/current/limits.html
const mostColumns = 1_000;

/** A table has no more columns than Postgres can keep in a row. */
export const columnCount: Rule = {
  id: 'column-count',
  *check(declarations) {
    for (const { type } of keyedSites(declarations)) {
      const count = type.fields.filter(({ kind }) => kind !== 'LINK').length;
      if (count <= mostColumns) continue;
      yield {
        at: type.place,
        message: `${type.name} has ${count} fields, more than the ${mostColumns} that a table can hold.`,
        fix: 'Put fields that belong together into a nested type, or split it.',
      };
    }
  },
};
