import type { SqlFile } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { nameTypes, type NamedColumn } from '../plan/typeNames.ts';
import { sqlFailureOf, type SqlFailure } from '../SqlFailure.ts';

export type Described =
  | { readonly ok: true; readonly columns: readonly NamedColumn[] }
  | { readonly ok: false; readonly failure: SqlFailure };

/** Columns of a statement as Postgres analyses it against the tables that are there; nothing is executed. */
export async function describeText(transaction: Transaction, text: string): Promise<Described> {
  try {
    const described = await transaction.savepoint(() => transaction.describe(text));
    return { ok: true, columns: await nameTypes(transaction, described) };
  } catch (error) {
    const failure = sqlFailureOf(error);
    // Only what is wrong with the statement is a finding; a lost connection is not.
    if (failure === undefined || !/^(22|42|0A|21|3F)/.test(failure.details.sqlState)) throw error;
    return { ok: false, failure };
  }
}

/** The same for one of the project's files. */
export function describeFile(transaction: Transaction, file: SqlFile): Promise<Described> {
  return describeText(transaction, file.text);
}
