import type { ContractField, InternalField, SqlFile, ValueType } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Scope, TouchedColumn } from '../scope/Scope.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import type { NamedColumn } from '../../storage/plan/typeNames.ts';

type Field = ContractField | InternalField;

/**
 * Which rows that break what is declared are an error, where they were not set aside before: all of them, those that would be taken
 * away from where they are served, or none.
 */
export type Refused = 'NEW' | 'SERVED' | 'NONE';

/** A SELECT whose rows are to become those of a table. */
export interface Computation {
  /** What the rows are of: `contract billing_completed_ride@1`. */
  readonly subject: string;
  /** The table that the SELECT fills, quoted. */
  readonly table: string;
  /** Who looks at rows that are set aside. */
  readonly answerable: string;
  readonly sql: SqlFile;
  /** Columns that the SELECT gives. */
  readonly selected: readonly NamedColumn[];
  /** Columns of the table that the SELECT fills. */
  readonly columns: readonly DesiredColumn[];
  readonly fields: readonly Field[];
  readonly key: readonly Field[];
  /** Whether answers are made of its rows, so that each value must be one that can be written. */
  readonly isServed: boolean;
  /** Columns of each index of the table beside its key. */
  readonly indexes: readonly (readonly string[])[];
  /** Columns by which changes reach its rows. */
  readonly reach: readonly string[];
  /** Those of them by which more than reference data reaches them: `migrate` changes that, after which all is derived anew. */
  readonly movingReach: readonly string[];
  readonly scope: Scope;
  readonly refuses: Refused;
  /** Enums that fields are of, by name. */
  readonly types: (name: string) => ValueType | undefined;
}

/** What was computed. */
export interface Computed {
  /** Rows in `computed`. */
  readonly rows: number;
  /** Rows that are left out because no change would find them. */
  readonly unreached: number;
  /** Whether rows are left out, or were set aside before. */
  readonly hasAside: boolean;
  /** By what changes reach the rows whose keys are in the temporary table `sibling`; undefined where there is none, see `addSiblings`. */
  readonly siblings: readonly TouchedColumn[] | undefined;
}

/** The error of a SELECT that does not keep what its table declares. */
export function invalidComputation(
  { subject, sql }: Computation,
  what: string,
  fix: string,
  cause?: unknown,
): ConcordatError {
  return new ConcordatError('PROJECT_INVALID', `${subject} cannot be derived: ${what} (${sql.file}).`, {
    fix,
    cause,
  });
}
