import type { Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { isLineage } from './isLineage.ts';
import { originOf } from './originOf.ts';
import { placeOfTable } from './placeOfTable.ts';
import type { ReadRelation } from './treeReads.ts';

const defaultFix =
  'Read tables of products and reconciliations only; what else is needed becomes a product, from events or a file.';

const lineageFix =
  "Read the product's own table, and let project.sql keep there what the events are read for: no change of them is noted, so that rows made of them would go stale.";

/** That a statement reads a table that it may not: past products there is no classification, no lineage and no recompute. */
export function refusedRead(
  sql: SqlFile,
  { schema, name }: Pick<ReadRelation, 'schema' | 'name'>,
  fix = defaultFix,
): Problem {
  return {
    ...placeOfTable(sql, `${schema}.${name}`),
    rule: 'sql-reads',
    message: `${sql.file} reads ${schema}.${name}, which it may not read.`,
    fix,
  };
}

/** Checks that a SELECT reads tables of the project's products and reconciliations only. */
export function checkReads(
  sql: SqlFile,
  relations: readonly ReadRelation[],
  project: Project,
): readonly Problem[] {
  return relations
    .filter((relation) => originOf(relation, project) === undefined)
    .map((relation) => refusedRead(sql, relation, isLineage(relation, project) ? lineageFix : defaultFix));
}
