import type { Contract } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { desiredColumn } from '../plan/desiredColumn.ts';
import { quoteName } from '../quoteName.ts';
import { comparedColumnProblems, type ComparedColumns } from './comparedColumnProblems.ts';

const moment = /^timestamp(\(\d\))? with time zone$/;

/** Types of an existing column that can stand for a declared one: compared and read in the same way. */
const alike: Readonly<Record<string, RegExp>> = {
  text: /^(text|character varying(\(\d+\))?)$/,
  'text[]': /^(text|character varying(\(\d+\))?)\[\]$/,
  integer: /^(integer|smallint)$/,
  numeric: /^numeric(\(\d+,-?\d+\))?$/,
  'numeric[]': /^numeric(\(\d+,-?\d+\))?\[\]$/,
  'double precision': /^(double precision|real)$/,
  'timestamp(3) with time zone': moment,
  'timestamp(3) with time zone[]': /^timestamp(\(\d\))? with time zone\[\]$/,
  jsonb: /^jsonb?$/,
};

interface Found extends ComparedColumns {
  readonly relkind: string;
  /** Columns of each unique index that holds for all rows. */
  readonly unique: readonly (readonly string[])[];
}

const catalogText = `
  select c.relkind::text as relkind,
    (
      select jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod))
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns,
    coalesce((
      select jsonb_agg(a.attname)
      from pg_attribute a join pg_collation l on l.oid = a.attcollation
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not l.collisdeterministic
    ), '[]') as nondeterministic,
    coalesce((
      select jsonb_agg((
        select jsonb_agg(a.attname order by a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum = any(x.indkey[0:x.indnkeyatts - 1]::int[])
      ))
      from pg_index x
      where x.indrelid = c.oid and x.indisunique and x.indisvalid and x.indpred is null and x.indexprs is null
    ), '[]') as unique
  from pg_class c where c.oid = to_regclass($1)`;

/** Views have no indexes; those of the tables beneath answer for them, which can't be seen from here. */
const indexed: ReadonlySet<string> = new Set(['r', 'm', 'p']);

function keyProblem(contract: Contract, { relkind, unique }: Found): readonly Problem[] {
  const key = contract.key.map(({ column }) => column).sort();
  if (!indexed.has(relkind) || unique.some((columns) => columns.join('\n') === key.join('\n'))) return [];
  const { schema, table } = contract.serving;
  return [
    {
      ...contract.place,
      rule: 'serving-key-index',
      message: `Table ${schema}.${table} has no unique index on its key (${key.join(', ')}).`,
      fix: `Let its owner create one: create unique index on ${quoteName(schema, table)} (${key.join(', ')}).`,
    },
  ];
}

function asOfProblem(contract: Contract, { columns }: Found): readonly Problem[] {
  const { asOfColumn, schema, table } = contract.serving;
  if (asOfColumn === undefined || moment.test(columns[asOfColumn] ?? '')) return [];
  return [
    {
      ...contract.place,
      rule: 'serving-as-of',
      message: `Table ${schema}.${table} has no column ${asOfColumn} of type timestamp with time zone.`,
      fix: 'Name in @serving(asOf:) the column that says when a row was written.',
    },
  ];
}

/** Checks a table that another pipeline fills: it is there, with the contract's columns and a unique key. */
export async function checkExistingTable(
  transaction: Transaction,
  contract: Contract,
): Promise<readonly Problem[]> {
  const { schema, table } = contract.serving;
  const [found] = await transaction.query<Found>({ text: catalogText, values: [quoteName(schema, table)] });
  if (found === undefined) {
    const [here] = await transaction.query<{ name: string }>({ text: 'select current_database() as name' });
    return [
      {
        ...contract.place,
        rule: 'serving-table-missing',
        message: `There is no table ${schema}.${table} for ${contract.id} in the database "${here?.name ?? ''}".`,
        fix: `Give the database that has it with --database-url (DATABASE_URL), name the table that holds its rows in @serving(table:), or let Concordat fill one: put v${contract.version}.sql beside the file.`,
      },
    ];
  }
  const columns = contract.fields.flatMap((field): Problem[] => {
    const { type } = desiredColumn(field, false);
    const actual = found.columns[field.column];
    if (actual === undefined) {
      return [
        {
          ...field.place,
          rule: 'serving-column-missing',
          message: `Table ${schema}.${table} has no column ${field.column} for field ${field.name}.`,
          fix: 'Let its owner add the column, or take the field away.',
        },
      ];
    }
    if (actual === type || alike[type]?.test(actual) === true) return [];
    return [
      {
        ...field.place,
        rule: 'serving-column-type',
        message: `Column ${field.column} of table ${schema}.${table} is ${actual}, and field ${field.name} needs ${type}.`,
        fix: 'Declare the field as what the column is, or put a view with the right type before the table.',
      },
    ];
  });
  return [
    ...columns,
    ...comparedColumnProblems(contract, found),
    ...keyProblem(contract, found),
    ...asOfProblem(contract, found),
  ];
}
