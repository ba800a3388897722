import type { Product, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { isReferenceTable } from '../plan/desiredTables.ts';
import { createBatchTable, projectionColumns } from './batchTable.ts';
import { describeFile } from './describeFile.ts';
import { checkProjectedRows } from './checkProjectedRows.ts';
import { refusedRead } from './checkReads.ts';
import { explainPlan, type Explained, type PlanNode } from './explainPlan.ts';
import { isLineage } from './isLineage.ts';
import { originOf } from './originOf.ts';
import { placeInText } from './placeInText.ts';
import { placeOfTable } from './placeOfTable.ts';
import { readProjection } from './readProjection.ts';
import { parameterInSql, problemInFile, refusedSql } from './SqlFinding.ts';
import { unrepeatableInSql } from './unrepeatableInSql.ts';

const expected = projectionColumns.map(({ name, type }) => `${name} ${type}`).join(', ');

function tablesWritten(node: PlanNode): readonly string[] {
  const own = node.type === 'ModifyTable' && node.table !== undefined ? [node.table] : [];
  return [...own, ...node.plans.flatMap(tablesWritten)];
}

/** What the statement writes, and whether it can run at all. */
function checkPlan({ name, tables }: Product, sql: SqlFile, explained: Explained): readonly Problem[] {
  if (!explained.ok) {
    const { failure, position } = explained;
    const { sqlState } = failure.details;
    if (sqlState === '42P02') return [problemInFile(sql, parameterInSql(position))];
    return sqlState.startsWith('22') ? [problemInFile(sql, { ...refusedSql(failure), position })] : [];
  }
  const filled = tables.filter((table) => !isReferenceTable(table)).map(({ table }) => `${name}.${table}`);
  const foreign = new Set(tablesWritten(explained.plan).filter((table) => !filled.includes(table)));
  return [...foreign].map((table) => ({
    ...placeOfTable(sql, table),
    rule: 'projection-target',
    message: `The statement writes ${table}, which is no table that it fills.`,
    fix: `Write only the tables that events of this product feed: ${filled.join(', ')}.`,
  }));
}

/** That what the statement writes can be derived again from its events, and from nothing else. */
async function checkSources(
  transaction: Transaction,
  product: Product,
  sql: SqlFile,
  project: Project,
): Promise<readonly Problem[]> {
  const reads = await readProjection(transaction, sql.text);
  if (reads === undefined) return [];
  const reference = project.products.flatMap(({ tables }) => tables.filter(isReferenceTable));
  const foreign = reads.relations.filter(
    ({ schema, name, temporary }) =>
      !temporary &&
      originOf({ schema, name }, { ...project, products: [product], reconciliations: [] }) === undefined &&
      !isLineage({ schema, name }, { products: [product] }) &&
      !reference.some((table) => table.product === schema && table.table === name),
  );
  const fix = 'Read `batch`, tables of this product, and reference tables.';
  return [
    ...foreign.map((relation) => refusedRead(sql, relation, fix)),
    ...unrepeatableInSql(sql.text, reads.unrepeatable).map((finding) => problemInFile(sql, finding)),
  ];
}

/** Checks project.sql against the product's tables, what it may read and write, and what it must return. */
export async function checkProduct(
  transaction: Transaction,
  product: Product,
  project: Project,
): Promise<readonly Problem[]> {
  const { projectSql } = product;
  if (projectSql === undefined) return [];
  await transaction.script(createBatchTable);
  const described = await describeFile(transaction, projectSql);
  const explained = await explainPlan(transaction, projectSql.text);
  const targets = checkPlan(product, projectSql, explained);
  // A table that it must not write need not be named as read too.
  const planned =
    targets.length > 0 ? targets : await checkSources(transaction, product, projectSql, project);
  await transaction.script('drop table batch');
  if (!described.ok) {
    return planned.length > 0 ? planned : [problemInFile(projectSql, refusedSql(described.failure))];
  }
  const found = described.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (found === expected) {
    return explained.ok ? [...planned, ...checkProjectedRows(product, projectSql, explained.plan)] : planned;
  }
  return [
    ...planned,
    {
      ...placeInText(projectSql, undefined),
      rule: 'projection-columns',
      message: `The statement returns (${found}), and must return (${expected}).`,
      fix: 'End it with a SELECT of these columns in this order; cast where a type differs, e.g. null::jsonb.',
    },
  ];
}
