import type { SqlFile } from '../../contract/model.ts';
import type { Transaction } from '../Database.ts';
import { nameTypes, type NamedColumn } from '../plan/typeNames.ts';
import { SqlFailure, sqlFailureOf } from '../SqlFailure.ts';
import { pseudoColumn } from './pseudoColumn.ts';

export type Described =
  | { readonly ok: true; readonly columns: readonly NamedColumn[] }
  | { readonly ok: false; readonly failure: SqlFailure };

/**
 * Columns of a statement, which tables can hold, as Postgres analyses it against the tables that are there; nothing is executed.
 */
export async function describeText(transaction: Transaction, text: string): Promise<Described> {
  try {
    const described = await transaction.savepoint(() => transaction.describe(text));
    const columns = await nameTypes(transaction, described);
    const pseudo = await pseudoColumn(transaction, columns);
    if (pseudo === undefined) return { ok: true, columns };
    // Postgres gives it, and refuses each table that is to hold it; with these words.
    const message = `column "${pseudo.name}" has pseudo-type ${pseudo.type}`;
    return { ok: false, failure: new SqlFailure(message, { sqlState: '42P16', column: pseudo.name }) };
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
