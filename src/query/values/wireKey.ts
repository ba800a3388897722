import type { Contract, ContractField } from '../../contract/model.ts';
import type { RowValues } from '../where/matchesCondition.ts';
import { scalarWriters, type ScalarWriter } from './writeScalar.ts';

const writers: ReadonlyMap<string, ScalarWriter> = new Map(Object.entries(scalarWriters));

function wireValue({ type: { kind, name } }: ContractField, value: unknown): unknown {
  const writer = writers.get(name);
  if (kind === 'SCALAR' && writer !== undefined) return writer(value);
  return typeof value === 'string' ? value : undefined;
}

/** The key of a row as it goes on the wire, its fields in the order of `@key`; undefined where one of them is missing or none of its type. */
export function wireKey({ key }: Contract, values: RowValues): RowValues | undefined {
  const named = key.map((field) => [field.name, wireValue(field, values[field.name] ?? undefined)] as const);
  return named.some(([, value]) => value === undefined || value === null)
    ? undefined
    : Object.fromEntries(named);
}
