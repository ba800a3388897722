import { didYouMean } from '../../contract/didYouMean.ts';
import type { Product, ProductTable, SqlFile } from '../../contract/model.ts';
import type { Place, Problem } from '../../errors/Problem.ts';
import { quoteText } from '../quoteName.ts';
import { projectionColumns } from './batchTable.ts';
import type { PlanNode } from './explainPlan.ts';
import { identityKeys } from './identityKeys.ts';
import { literalTexts } from './literalOutputs.ts';
import { outputRows } from './outputsOf.ts';
import { placeInText } from './placeInText.ts';
import { positionOf } from './positionOf.ts';

const columns = ['product_table', 'identity'].map((column) =>
  projectionColumns.findIndex(({ name }) => name === column),
);

/** What stands before a table's name as the value of a column, and before a name in the arguments of a call. */
const beforeValue = /\b(?:select|distinct|all|then|else)\s+(?=')/gi;
const beforeArgument = /[(,]\s*(?=')/g;

/** Where the last SELECT writes a text, about: what it returns stands at the end, and the payload may have a field of the same name. */
function placeOfText(sql: SqlFile, written: string, before: RegExp): Place {
  const quoted = quoteText(written);
  const likely = [...sql.text.matchAll(before)]
    .map((match) => match.index + match[0].length)
    .findLast((index) => sql.text.startsWith(quoted, index));
  const index = likely ?? sql.text.lastIndexOf(quoted);
  return placeInText(sql, index < 0 ? undefined : positionOf(sql.text, index));
}

function unknownTable(sql: SqlFile, table: string, known: readonly string[]): Problem {
  return {
    ...placeOfText(sql, table, beforeValue),
    rule: 'projection-table',
    message: `The SELECT returns rows of ${table}, which is no table of the product.${didYouMean(table, known)}`,
    fix: `Return one of ${known.join(', ')} as product_table, or null for an event that is left alone.`,
  };
}

function lackingIdentity(
  sql: SqlFile,
  { table, key }: ProductTable,
  keys: readonly string[],
): readonly Problem[] {
  const known = key.map(({ column }) => column);
  const missing = known.filter((column) => !keys.includes(column));
  if (missing.length === 0) return [];
  const wrong = keys.find((name) => !known.includes(name));
  return [
    {
      ...(wrong === undefined
        ? placeOfText(sql, table, beforeValue)
        : placeOfText(sql, wrong, beforeArgument)),
      rule: 'projection-identity',
      message: `The SELECT returns rows of ${table} whose identity lacks key column ${missing.join(', ')}.`,
      fix: `Name each key column in the object: ${known.map(quoteText).join(', ')}.`,
    },
  ];
}

/**
 * Checks that the tables that project.sql writes down as those of its rows are the product's, and that identities have their
 * key columns where their names are written down too. Of what it makes otherwise only the rows can tell, and the pipeline does.
 *
 * @param plan - of `project.sql` with the columns that it must return
 */
export function checkProjectedRows(
  { tables }: Product,
  projectSql: SqlFile,
  plan: PlanNode,
): readonly Problem[] {
  const known = tables.map(({ table }) => table);
  const problems = outputRows(plan, columns).flatMap(([written, identity]) => {
    const keys = identity === undefined ? undefined : identityKeys(identity);
    return (written === undefined ? [] : literalTexts(written)).flatMap((name): readonly Problem[] => {
      const table = tables.find((declared) => declared.table === name);
      if (table === undefined) return [unknownTable(projectSql, name, known)];
      return keys === undefined ? [] : lackingIdentity(projectSql, table, keys);
    });
  });
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
