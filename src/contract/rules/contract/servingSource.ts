import { placeOf } from '../../declarations/placeOf.ts';
import { contractSqlFile } from '../../declarations/projectPaths.ts';
import { contractSites } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** A contract is filled by its SELECT, or names the existing table that another pipeline fills; never both. */
export const servingSource: Rule = {
  id: 'serving-source',
  *check(declarations) {
    const { directives } = declarations;
    for (const { contract, type, file } of contractSites(declarations)) {
      const serving = directives.one(type.node, 'serving');
      // Malformed, and reported as that.
      if (!serving && directives.has(type.node, 'serving')) continue;
      const at = serving ? placeOf(file, serving.node) : type.place;
      const sql = contractSqlFile(contract.name, contract.version);
      const { table, asOf } = serving?.args ?? {};
      if (contract.sql && asOf !== undefined) {
        yield {
          at,
          message: `${type.name} is filled by ${sql}, which knows its own as-of.`,
          fix: 'Remove "asOf"; or remove the SQL file, if another pipeline fills the table.',
        };
      }
      if (contract.sql) continue;
      if (table === undefined) {
        yield {
          at,
          message: `Nothing says where the rows of ${type.name} come from.`,
          fix: `Write ${sql}, one SELECT; or name an existing table with @serving(table: "…", asOf: "…").`,
        };
      } else if (asOf === undefined) {
        yield {
          at,
          message: `Nothing says as of when the rows of ${table} are.`,
          fix: 'Name with asOf the column that says when each row was written, a timestamptz; its newest value is the as-of.',
        };
      }
    }
  },
};
