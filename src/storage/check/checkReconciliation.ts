import type { Project, Reconciliation } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { aboutColumns } from './aboutColumns.ts';
import { checkColumns } from './checkColumns.ts';
import { checkDerivedFrom } from './checkDerivedFrom.ts';
import { checkExceptionKinds } from './checkExceptionKinds.ts';
import { checkExceptionReach } from './checkExceptionReach.ts';
import { checkExceptionWays } from './checkExceptionWays.ts';
import { checkReads } from './checkReads.ts';
import { checkTypes } from './checkTypes.ts';
import { derivedFromList } from './derivedFromList.ts';
import { describeSelect } from './describeSelect.ts';
import { explainPlan } from './explainPlan.ts';
import { placeInText } from './placeInText.ts';
import { problemInFile } from './SqlFinding.ts';

async function checkResolve(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  const { resolveSql, fields, place, derivedFrom } = reconciliation;
  const described = await describeSelect(transaction, resolveSql.text);
  const found = described.findings.map((finding) => problemInFile(resolveSql, finding));
  if (!described.ok) return found;
  const known = new Set(fields.map(({ column }) => column));
  const further = described.columns
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({
      ...placeInText(resolveSql, undefined),
      rule: 'sql-column-unknown',
      message: `The SELECT has a column ${name}, which is no field of the assertion.`,
      fix: 'Declare it in reconciliation.graphql, or take it out.',
    }));
  const lists = described.columns.filter(
    ({ name, type }) => type.endsWith('[]') && derivedFrom.some(({ by }) => by === name),
  );
  return [
    ...found,
    ...further,
    ...lists.map(({ name }) => derivedFromList(place, resolveSql, name)),
    ...checkTypes(place, resolveSql, described.columns, derivedFrom, project, fields),
    ...(await checkColumns(transaction, resolveSql, described.columns, fields, () => place)),
    ...checkReads(resolveSql, described.relations, project),
    ...checkDerivedFrom(resolveSql, described.relations, derivedFrom, project),
  ];
}

async function checkExceptions(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  const { name: own, exceptionsSql, derivedFrom } = reconciliation;
  const described = await describeSelect(transaction, exceptionsSql.text);
  const found = described.findings.map((finding) => problemInFile(exceptionsSql, finding));
  if (!described.ok) return found;
  const { columns } = described;
  const names = columns.map(({ name }) => name);
  const start = placeInText(exceptionsSql, undefined);
  const problems: Problem[] = ['kind', 'detail']
    .filter((name) => !names.includes(name))
    .map((name) => ({
      ...start,
      rule: 'sql-column-missing',
      message: `The SELECT has no column ${name}.`,
      fix: 'Give each exception `kind`, `detail` (may be null) and the columns that say what it is about.',
    }));
  if (aboutColumns(columns).every(({ type }) => type.endsWith('[]'))) {
    problems.push({
      ...start,
      rule: 'exception-subject',
      message: 'The SELECT has no column that says what an exception is about.',
      fix: 'Add one, e.g. the key of what is wrong; together with `kind` it identifies the exception.',
    });
  }
  const explained = await explainPlan(transaction, exceptionsSql.text);
  const plan = explained.ok ? explained.plan : undefined;
  return [
    ...found,
    ...problems,
    ...checkExceptionKinds(reconciliation, plan, names.indexOf('kind')),
    ...(await checkExceptionReach(transaction, reconciliation, project, columns)),
    ...checkExceptionWays(reconciliation, project, { ...described, plan }),
    ...checkReads(exceptionsSql, described.relations, project),
    ...checkDerivedFrom(exceptionsSql, described.relations, derivedFrom, project, own),
  ];
}

/**
 * Checks resolve.sql against the assertion's fields, exceptions.sql against what exceptions need, and what both read
 * against `@derivedFrom`.
 */
export async function checkReconciliation(
  transaction: Transaction,
  reconciliation: Reconciliation,
  project: Project,
): Promise<readonly Problem[]> {
  return [
    ...(await checkResolve(transaction, reconciliation, project)),
    ...(await checkExceptions(transaction, reconciliation, project)),
  ];
}
