import type { ContractField, InternalField, SqlFile } from '../../contract/model.ts';
import type { Place, Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { desiredColumn } from '../plan/desiredColumn.ts';
import type { NamedColumn } from '../plan/typeNames.ts';
import { quoteName, quoteNames } from '../quoteName.ts';
import { describeText } from './describeFile.ts';
import { placeInText } from './placeInText.ts';

/** Assignments of values, or of lists of them, that Postgres makes and that lose something without saying so, with what to write instead. */
const lossy: readonly { readonly from: RegExp; readonly to: RegExp; readonly fix: string }[] = [
  {
    from: /^(timestamp(\(\d\))? without time zone|date)$/,
    to: /with time zone$/,
    fix: "Say in which zone it is: … at time zone 'Europe/London'.",
  },
  {
    from: /^timestamp/,
    to: /^date$/,
    fix: "Say of which zone's day: (… at time zone 'Europe/London')::date.",
  },
  {
    from: /^(numeric|real|double precision)/,
    to: /^(integer|bigint)$/,
    fix: 'Postgres would round it silently: cast it yourself, e.g. round(…)::integer.',
  },
];

interface Mismatch {
  readonly column: string;
  readonly from: string;
  readonly to: string;
  readonly fix: string;
}

/**
 * Which of a statement's columns Postgres would not assign to a column of the declared type. It is asked by analysing an
 * insert into a table of the declared types; a column that fails gets the type that the statement has, until none fails.
 */
async function unassignable(
  transaction: Transaction,
  select: string,
  columns: readonly NamedColumn[],
  declared: ReadonlyMap<string, string>,
): Promise<readonly Mismatch[]> {
  const names = columns.map(({ name }) => name);
  const types = new Map(columns.map(({ name, type }) => [name, declared.get(name) ?? type]));
  const mismatches: Mismatch[] = [];
  while (mismatches.length <= columns.length) {
    const definitions = [...types].map(([name, type]) => `${quoteName(name)} ${type}`).join(', ');
    await transaction.script(`create temporary table concordat_probe (${definitions})`);
    const described = await describeText(
      transaction,
      `insert into concordat_probe (${quoteNames(names)})\n${select}`,
    );
    await transaction.script('drop table concordat_probe');
    if (described.ok || described.failure.details.sqlState !== '42804') return mismatches;
    // The message names the column first, in whatever language the server speaks.
    const column = /"([^"]+)"/.exec(described.failure.message)?.[1] ?? '';
    const from = columns.find(({ name }) => name === column)?.type;
    const to = declared.get(column);
    if (from === undefined || to === undefined) return mismatches;
    mismatches.push({ column, from, to, fix: `Cast it, or declare the field as what it is.` });
    types.set(column, from);
  }
  return mismatches;
}

/** `timestamp(3) with time zone` -> `timestamptz`, as people write it. */
function castName(type: string): string {
  return type.replace('timestamp(3) with time zone', 'timestamptz');
}

/**
 * Columns that are not of the declared type where the statement stands beneath another, as it does when what changed is derived. A literal
 * without a type is a text there, while an insert right from the statement would read it as what the column is.
 */
async function mistyped(
  transaction: Transaction,
  { text }: SqlFile,
  columns: readonly NamedColumn[],
  declared: ReadonlyMap<string, string>,
): Promise<readonly Mismatch[]> {
  const found = await unassignable(transaction, `select * from (\n${text}\n) as selected`, columns, declared);
  if (found.length === 0) return found;
  const typed = new Set(
    (await unassignable(transaction, text, columns, declared)).map(({ column }) => column),
  );
  return found.map((mismatch) =>
    typed.has(mismatch.column)
      ? mismatch
      : {
          ...mismatch,
          fix: `A literal without a type is a text here: cast it, e.g. null::${castName(mismatch.to)}.`,
        },
  );
}

const isList = (type: string): boolean => type.endsWith('[]');
const itemType = (type: string): string => type.replace(/\[\]$/, '');

function silentLosses(
  columns: readonly NamedColumn[],
  declared: ReadonlyMap<string, string>,
): readonly Mismatch[] {
  return columns.flatMap(({ name, type: from }) => {
    const to = declared.get(name);
    // A list and a value do not fit at all, which is another finding.
    if (to === undefined || isList(from) !== isList(to)) return [];
    const [one, other] = [itemType(from), itemType(to)];
    const loss = lossy.find((entry) => entry.from.test(one) && entry.to.test(other));
    if (loss === undefined) return [];
    return [{ column: name, from, to, fix: isList(from) ? `Of each item: ${loss.fix}` : loss.fix }];
  });
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Compares what a SELECT gives with the fields that it must fill. `placeOf` is where a field is declared. */
export async function checkColumns(
  transaction: Transaction,
  sql: SqlFile,
  columns: readonly NamedColumn[],
  fields: readonly (ContractField | InternalField)[],
  placeOf: (field: ContractField | InternalField) => Place,
): Promise<readonly Problem[]> {
  const names = columns.map(({ name }) => name);
  const start = placeInText(sql, undefined);
  const twice = repeated(names);
  if (twice.length > 0) {
    return twice.map((name) => ({
      ...start,
      rule: 'sql-column-unique',
      message: `The SELECT has two columns ${name}.`,
      fix: 'Name each column once, with AS.',
    }));
  }
  const missing = fields
    .filter(({ column }) => !names.includes(column))
    .map((field) => ({
      ...placeOf(field),
      rule: 'sql-column-missing',
      message: `${sql.file} has no column ${field.column} for field ${field.name}.`,
      fix: `Add the column to the SELECT, or take the field away.`,
    }));
  const declared = new Map(fields.map((field) => [field.column, desiredColumn(field, false).type]));
  const mismatches = [
    ...silentLosses(columns, declared),
    ...(await mistyped(transaction, sql, columns, declared)),
  ];
  const wrong = mismatches.map(({ column, from, to, fix }) => {
    const field = fields.find((candidate) => candidate.column === column);
    return {
      ...(field === undefined ? start : placeOf(field)),
      rule: 'sql-column-type',
      message: `${sql.file} gives column ${column} as ${from}, and its field needs ${to}.`,
      fix,
    };
  });
  return [...missing, ...wrong];
}
