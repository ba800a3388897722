import type { ContractField, InternalField } from '../../contract/model.ts';
import type { DesiredColumn } from '../../storage/plan/DesiredTable.ts';
import { quoteName, quoteText } from '../../storage/quoteName.ts';

type Field = ContractField | InternalField;

/** The value as it is stored: decimals without trailing zeros, so that equal amounts have equal bytes. */
export function storedValue(alias: string, { name, type }: DesiredColumn): string {
  const value = quoteName(alias, name);
  if (type === 'numeric') return `trim_scale(${value})`;
  if (type !== 'numeric[]') return value;
  return `case when ${value} is not null then array(
    select trim_scale(item) from unnest(${value}) with ordinality as list (item, place) order by place
  ) end`;
}

/**
 * The value as something that tells one stored form from another. JSON is compared as text: jsonb takes `1.0` for `1.00`,
 * which a reader sees apart; types that are not ours may have no comparison at all.
 */
export function comparedValue(alias: string, column: DesiredColumn): string {
  const value = storedValue(alias, column);
  return column.hidden || column.type === 'jsonb' ? `(${value})::text` : value;
}

const utcText = (value: string): string =>
  `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The value as JSON of a change holds it: as on the wire, exact numbers as text and times in UTC. */
function changeValue(alias: string, column: DesiredColumn, field: Field | undefined): string {
  const value = storedValue(alias, column);
  // A hidden column is there to find other rows by, which is done by its text.
  if (field === undefined) return `(${value})::text`;
  const { list, name, kind } = field.type;
  if (kind !== 'SCALAR') return value;
  if (name === 'DateTime') {
    return list
      ? `case when ${value} is not null then array(
          select ${utcText('item')} from unnest(${value}) with ordinality as list (item, place) order by place
        ) end`
      : utcText(value);
  }
  if (name === 'Decimal' || name === 'BigInt' || name === 'Date')
    return `(${value})::text${list ? '[]' : ''}`;
  return value;
}

/** `jsonb_build_object` takes at most 100 arguments. */
const pairsAtOnce = 50;

/** A row as JSON: fields under their GraphQL names, hidden columns under their own. */
export function rowAsJson(
  alias: string,
  columns: readonly DesiredColumn[],
  fields: readonly Field[],
): string {
  const byColumn = new Map(fields.map((field) => [field.column, field]));
  const pairs = columns.map((column) => {
    const field = byColumn.get(column.name);
    return `${quoteText(field?.name ?? column.name)}, ${changeValue(alias, column, field)}`;
  });
  const objects: string[] = [];
  for (let start = 0; start < pairs.length; start += pairsAtOnce) {
    objects.push(`jsonb_build_object(${pairs.slice(start, start + pairsAtOnce).join(', ')})`);
  }
  return objects.join(' || ');
}
