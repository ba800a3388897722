import type { ContractAccess, FieldAccess } from '../../policy/AccessProfile.ts';
import { filterOperators, isSortable, type FilterOperator } from '../../policy/filterOperators.ts';
import { meaningSdl } from './sdlText.ts';

/** What a field's operators do; on a masked field the values are masked ones. */
const operatorMeanings: Readonly<Record<FilterOperator, string>> = {
  eq: 'Equal.',
  ne: 'Not equal, or null.',
  in: 'Equal to one of these; at most 500.',
  notIn: 'Equal to none of these, or null; at most 500.',
  lt: 'Less.',
  lte: 'Less or equal.',
  gt: 'Greater.',
  gte: 'Greater or equal.',
  startsWith: 'Begins with this text; every character stands for itself.',
  contains: 'Holds this text; every character stands for itself.',
  isNull: 'Whether there is no value.',
};

/** A contract's `where` input. */
export function whereSdl(access: ContractAccess): string {
  const name = `${access.contract.typeName}Where`;
  const fields = filterableFields(access).map(
    ([field, operators]) =>
      `${meaningSdl(field.field.description)}${field.field.name}: ${filterName(field, operators)}`,
  );
  return `
"What rows of ${access.contract.id} must be like. All entries must hold."
input ${name} {
  "All of these must hold."
  and: [${name}!]
  "One of these must hold at least."
  or: [${name}!]
  "This must not hold: the complement."
  not: ${name}
  ${fields.join('\n  ')}
}
`;
}

/** The filter inputs that a contract's `where` refers to, by name. Equal names are equal inputs. */
export function filtersSdl(access: ContractAccess): ReadonlyMap<string, string> {
  return new Map(
    filterableFields(access).map(([field, operators]) => {
      const name = filterName(field, operators);
      return [name, filterSdl(name, field, operators)];
    }),
  );
}

/** A contract's \`orderBy\` entry. GraphQL has no field that must be the only one, so that is checked when it is read. */
export function orderBySdl(access: ContractAccess): string {
  const fields = [...access.fields.values()].filter((field) => isSortable(access, field));
  return `
"One field to order ${access.contract.id} by; exactly one in each entry."
input ${access.contract.typeName}OrderBy {
  ${fields.map(({ field }) => `${meaningSdl(field.description)}${field.name}: OrderDirection`).join('\n  ')}
}
`;
}

function filterableFields(access: ContractAccess): [FieldAccess, readonly FilterOperator[]][] {
  return [...access.fields.values()].flatMap((field): [FieldAccess, readonly FilterOperator[]][] => {
    const operators = filterOperators(access, field);
    return operators.length === 0 ? [] : [[field, operators]];
  });
}

function filterName({ field, decision }: FieldAccess, operators: readonly FilterOperator[]): string {
  const nullable = operators.includes('isNull') ? 'Nullable' : '';
  return `${decision.kind === 'MASKED' ? 'Masked' : nullable}${field.type.name}Filter`;
}

function filterSdl(
  name: string,
  { field: { type }, decision }: FieldAccess,
  operators: readonly FilterOperator[],
): string {
  const lines = operators.map(
    (operator) => `  "${operatorMeanings[operator]}"\n  ${operator}: ${operandSdl(operator, type.name)}`,
  );
  const masked = decision.kind === 'MASKED' ? ' by its masked value' : '';
  return `"Compares a field of type ${type.name}${masked}."\ninput ${name} {\n${lines.join('\n')}\n}`;
}

function operandSdl(operator: FilterOperator, type: string): string {
  if (operator === 'isNull') return 'Boolean';
  return operator === 'in' || operator === 'notIn' ? `[${type}!]` : type;
}
