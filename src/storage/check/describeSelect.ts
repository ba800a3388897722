import type { Transaction } from '../Database.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { describeText } from './describeFile.ts';
import type { SqlFailure } from '../SqlFailure.ts';
import { readSelect } from './readSelect.ts';
import { refusedSql, type SqlFinding } from './SqlFinding.ts';
import type { ReadRelation } from './treeReads.ts';

const indeterminateType = '42P18';

/** A SELECT that can be looked into further, whatever was found about it already; or only what was found. */
export type DescribedSelect =
  | {
      readonly ok: true;
      readonly columns: readonly NamedColumn[];
      readonly relations: readonly ReadRelation[];
      readonly findings: readonly SqlFinding[];
    }
  | { readonly ok: false; readonly findings: readonly SqlFinding[] };

/** Has Postgres analyse what should be one SELECT that only reads, against the tables that are there; nothing is executed. */
export async function describeSelect(transaction: Transaction, text: string): Promise<DescribedSelect> {
  const described = await describeText(transaction, text);
  if (!described.ok)
    return { ok: false, findings: await explainRefusal(transaction, text, described.failure) };
  const read = await readSelect(transaction, text);
  if (!read.select) return { ok: false, findings: [read.finding] };
  const { relations, findings } = read;
  return { ok: true, columns: described.columns, relations, findings };
}

/** Where nothing tells the type of a parameter, that there is one is what is wrong. */
async function explainRefusal(
  transaction: Transaction,
  text: string,
  failure: SqlFailure,
): Promise<readonly SqlFinding[]> {
  if (failure.details.sqlState !== indeterminateType) return [refusedSql(failure)];
  const read = await readSelect(transaction, text);
  const findings = read.select ? read.findings : [];
  return findings.length > 0 ? findings : [refusedSql(failure)];
}
