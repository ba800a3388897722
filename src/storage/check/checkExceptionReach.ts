import type { Contract, Project, Reconciliation } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { desiredColumn } from '../plan/desiredColumn.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { aboutColumns } from './aboutColumns.ts';
import { typesApart } from './checkTypes.ts';
import { describeFile } from './describeFile.ts';
import { isSameType } from './isSameType.ts';

/** The type of a contract's column, exposed or not; undefined where nothing tells it, which is another problem. */
async function typeIn(
  transaction: Transaction,
  { fields, sql }: Contract,
  column: string,
): Promise<string | undefined> {
  const field = fields.find((candidate) => candidate.column === column);
  if (field !== undefined) return desiredColumn(field, false).type;
  const described = sql && (await describeFile(transaction, sql));
  return described?.ok === true ? described.columns.find(({ name }) => name === column)?.type : undefined;
}

/** Checks that `exceptions.sql` has the columns by which contract rows look for exceptions, so that they find them. */
export async function checkExceptionReach(
  transaction: Transaction,
  { name: reconciliation, exceptionsSql }: Reconciliation,
  project: Project,
  columns: readonly NamedColumn[],
): Promise<readonly Problem[]> {
  const about = aboutColumns(columns);
  const problems: Problem[] = [];
  for (const contract of project.contracts) {
    for (const from of contract.derivedFrom) {
      if (from.kind !== 'reconciliation' || from.reconciliation !== reconciliation) continue;
      const { by } = from;
      const column = about.find(({ name }) => name === by);
      if (column === undefined) {
        problems.push({
          ...contract.place,
          rule: 'exception-reach',
          message: `${contract.id} finds exceptions of ${reconciliation} by ${by}, which ${exceptionsSql.file} does not have.`,
          fix: `Add a column ${by} to exceptions.sql: a value, or an array of all values that the exception concerns; \`kind\` and \`detail\` are the exception's own.`,
        });
        continue;
      }
      const wanted = await typeIn(transaction, contract, by);
      const item = column.type.replace(/\[\]$/, '');
      if (wanted === undefined || isSameType(item, wanted)) continue;
      problems.push(
        typesApart(
          contract.place,
          by,
          { where: exceptionsSql.file, type: item },
          { where: contract.id, type: wanted },
        ),
      );
    }
  }
  return problems;
}
