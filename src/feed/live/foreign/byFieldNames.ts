import type { ContractField } from '../../../contract/model.ts';
import type { RowValues } from '../../../query/where/matchesCondition.ts';
import { isObject } from '../parseRow.ts';

/** Gives a field's value from what stands in the record; undefined where that is none. */
export type ReadValue = (field: ContractField, value: unknown) => unknown;

/** Fields under their GraphQL names, where a team's own records have them under those or under the names of their columns. */
export function byFieldNames(
  fields: readonly ContractField[],
  values: RowValues,
  read: ReadValue = (_field, value) => value,
): RowValues {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const { name, column } = field;
      const value = read(field, Object.hasOwn(values, name) ? values[name] : values[column]);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** What Kafka Connect's JsonConverter writes around a value when it writes the schema with it. */
export function withoutSchema(values: RowValues): RowValues {
  const { payload } = values;
  return isObject(payload) && Object.hasOwn(values, 'schema') && Object.keys(values).length === 2
    ? payload
    : values;
}
