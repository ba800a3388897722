import type { Contract, ContractField } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { quoteName } from '../quoteName.ts';

/** What the catalog says of an existing table's columns. */
export interface ComparedColumns {
  /** The type of each, by `format_type`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Those whose collation takes different texts for equal. */
  readonly nondeterministic: readonly string[];
}

/** Whether rows are found by a field: in SQL, and in a subscription by what the topic's records hold. */
function isCompared({ key, residency, rowPolicies }: Contract, { name, filterable }: ContractField): boolean {
  const named = [
    ...key,
    ...(residency === undefined ? [] : [residency]),
    ...rowPolicies.map(({ field }) => field),
  ];
  return filterable || named.some((field) => field.name === name);
}

/**
 * Columns by which a query would find other rows than a subscription: Postgres compares them otherwise than by the values that are served, so that
 * a row of a snapshot could go without its deletion being told.
 */
export function comparedColumnProblems(
  contract: Contract,
  { columns, nondeterministic }: ComparedColumns,
): readonly Problem[] {
  const { schema, table } = contract.serving;
  return contract.fields.flatMap((field): Problem[] => {
    if (!isCompared(contract, field)) return [];
    const column = `Column ${field.column} of table ${schema}.${table}`;
    const quoted = quoteName(field.column);
    const findings: Problem[] = [];
    if (columns[field.column] === 'real') {
      findings.push({
        ...field.place,
        rule: 'serving-column-type',
        message: `${column} is real, and field ${field.name}, by which rows are found, needs double precision: as a real, a number that is asked for is rounded to six digits.`,
        fix: `Put a view before the table that has it as ${quoted}::text::double precision, or take @filterable away.`,
      });
    }
    if (nondeterministic.includes(field.column)) {
      findings.push({
        ...field.place,
        rule: 'serving-column-collation',
        message: `${column} has a collation that is not deterministic, which takes different texts for equal, and rows are found by field ${field.name}.`,
        fix: `Put a view before the table that has it as ${quoted} collate "C", or let rows be found by another field.`,
      });
    }
    return findings;
  });
}
