import type { Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { originOf } from './originOf.ts';
import { placeOfTable } from './placeOfTable.ts';
import type { ReadRelation } from './treeReads.ts';

const defaultFix =
  'Read tables of products and reconciliations only; what else is needed becomes a product, from events or a file.';

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
    .map((relation) => refusedRead(sql, relation));
}
