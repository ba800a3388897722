import type { Product } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { createBatchTable, projectionColumns } from './batchTable.ts';
import { describeFile, invalidSql } from './describeFile.ts';
import { placeInText } from './placeInText.ts';

const expected = projectionColumns.map(({ name, type }) => `${name} ${type}`).join(', ');

/** Checks project.sql against the product's tables and what it must return. */
export async function checkProduct(transaction: Transaction, product: Product): Promise<readonly Problem[]> {
  const { projectSql } = product;
  if (projectSql === undefined) return [];
  await transaction.script(createBatchTable);
  const described = await describeFile(transaction, projectSql);
  await transaction.script('drop table batch');
  if (!described.ok) return [invalidSql(projectSql, described.failure)];
  const found = described.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (found === expected) return [];
  return [
    {
      ...placeInText(projectSql, undefined),
      rule: 'projection-columns',
      message: `The statement returns (${found}), and must return (${expected}).`,
      fix: 'End it with a SELECT of these columns in this order; cast where a type differs, e.g. null::jsonb.',
    },
  ];
}
