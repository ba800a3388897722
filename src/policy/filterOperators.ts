import type { FieldType } from '../contract/model.ts';
import type { ContractAccess, FieldAccess } from './AccessProfile.ts';

/** Every operator of `where`, in the order in which a schema lists them. */
export const operators = [
  'eq',
  'ne',
  'in',
  'notIn',
  'lt',
  'lte',
  'gt',
  'gte',
  'startsWith',
  'contains',
  'isNull',
] as const;
export type FilterOperator = (typeof operators)[number];

const equality: readonly FilterOperator[] = ['eq', 'ne', 'in', 'notIn'];
const order: readonly FilterOperator[] = ['lt', 'lte', 'gt', 'gte'];
const text: readonly FilterOperator[] = ['startsWith', 'contains'];

/**
 * The operators by which a caller may filter a top-level field; empty when it may not. On a field that is masked for it
 * only `eq` and `in` with masked values, only for HASH and TOKEN, and only where the pipeline keeps those values.
 */
export function filterOperators(contract: ContractAccess, access: FieldAccess): readonly FilterOperator[] {
  if (!isComparable(access) || !(access.field.filterable || isKey(contract, access))) return [];
  if (access.decision.kind === 'CLEAR') return operatorsOf(access.field.type);
  const { strategy } = access.decision;
  const kept = contract.contract.sql !== undefined;
  return kept && (strategy === 'HASH' || strategy === 'TOKEN') ? ['eq', 'in'] : [];
}

/** Whether the field appears in the caller's `where` at all. */
export function isFilterable(contract: ContractAccess, access: FieldAccess): boolean {
  return filterOperators(contract, access).length > 0;
}

/** Whether the field appears in the caller's `orderBy`: never a masked one, as the order would tell the values. */
export function isSortable(contract: ContractAccess, access: FieldAccess): boolean {
  if (access.decision.kind !== 'CLEAR' || !isComparable(access)) return false;
  return access.field.sortable || isKey(contract, access);
}

function isKey({ contract }: ContractAccess, { field }: FieldAccess): boolean {
  return contract.key.some(({ name }) => name === field.name);
}

// Durations are texts that don't sort by length (PT60M, PT1H); JSON has no order at all.
function isComparable({ field: { type } }: FieldAccess): boolean {
  return !type.list && type.kind !== 'OBJECT' && type.name !== 'JSON' && type.name !== 'Duration';
}

function operatorsOf(type: FieldType): readonly FilterOperator[] {
  const allowed = new Set([...equality, ...furtherOperators(type)]);
  if (!type.nonNull) allowed.add('isNull');
  return operators.filter((operator) => allowed.has(operator));
}

function furtherOperators(type: FieldType): readonly FilterOperator[] {
  if (type.kind === 'ENUM') return [];
  switch (type.name) {
    case 'String':
      return [...order, ...text];
    case 'Int':
    case 'Float':
    case 'BigInt':
    case 'Decimal':
    case 'Date':
    case 'DateTime':
      return order;
    default:
      return [];
  }
}
