import { startOf } from '../../declarations/placeOf.ts';
import { reconciliationFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** A reconciliation decides (`resolve.sql`) and says what is uncertain (`exceptions.sql`). */
export const reconciliationSql: Rule = {
  id: 'reconciliation-sql',
  *check({ reconciliations }) {
    for (const { name, graphql, type, resolveSql, exceptionsSql } of reconciliations) {
      const at = type?.place ?? startOf(graphql.file);
      if (!resolveSql) {
        yield {
          at,
          message: `Reconciliation ${name} has no resolve.sql.`,
          fix: `Write ${reconciliationFile(name, 'resolve.sql')}: one SELECT with one assertion a key.`,
        };
      }
      if (!exceptionsSql) {
        yield {
          at,
          message: `Reconciliation ${name} has no exceptions.sql.`,
          fix: `Write ${reconciliationFile(name, 'exceptions.sql')}: one SELECT of kind, detail and what it is about.`,
        };
      }
    }
  },
};
