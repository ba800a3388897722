import type { Contract, Project, QualityMeasure } from '../../contract/model.ts';
import type { Place, Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { describeSelect } from './describeSelect.ts';
import { isLineage } from './isLineage.ts';
import { originOf } from './originOf.ts';
import type { SqlFinding } from './SqlFinding.ts';
import type { ReadRelation } from './treeReads.ts';

const numbers = /^(smallint|integer|bigint|numeric|real|double precision)/;

/** The place in the declaration of a character of a measure's SQL, counted by Postgres from 1 in code points. */
function placeInMeasure({ sql, sqlLines }: QualityMeasure, fallback: Place, position = 1): Place {
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('')
    .split('\n');
  const line = sqlLines[before.length - 1];
  if (line === undefined) return sqlLines[0] ?? fallback;
  return { ...line, column: line.column + Array.from(before.at(-1) ?? '').length };
}

/** A measure may also read the rows that it measures. */
function foreignReads(
  relations: readonly ReadRelation[],
  { serving }: Contract,
  project: Project,
): readonly SqlFinding[] {
  return relations
    .filter(
      (relation) =>
        originOf(relation, project) === undefined &&
        !isLineage(relation, project) &&
        (relation.schema !== serving.schema || relation.name !== serving.table),
    )
    .map(({ schema, name }) => ({
      rule: 'sql-reads',
      message: `The SELECT reads ${schema}.${name}, which it may not read.`,
      fix: `Read ${serving.schema}.${serving.table}, and tables of products and reconciliations.`,
    }));
}

async function findingsOf(
  transaction: Transaction,
  sql: string,
  contract: Contract,
  project: Project,
): Promise<readonly SqlFinding[]> {
  const described = await describeSelect(transaction, sql);
  if (!described.ok) return described.findings;
  const found = [...described.findings, ...foreignReads(described.relations, contract, project)];
  if (described.columns.length === 1 && numbers.test(described.columns[0]?.type ?? '')) return found;
  const fix = 'Write a SELECT of one numeric column and one row.';
  return [...found, { rule: 'quality-sql', message: 'The SELECT does not give one number.', fix }];
}

/** Checks that each quality measure is a SELECT of one number. */
export async function checkQuality(
  transaction: Transaction,
  contract: Contract,
  project: Project,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const measure of contract.quality) {
    for (const { position, message, fix } of await findingsOf(transaction, measure.sql, contract, project)) {
      problems.push({
        ...placeInMeasure(measure, contract.place, position),
        rule: 'quality-sql',
        message: `Measure ${measure.id}: ${message}`,
        fix,
      });
    }
  }
  return problems;
}
