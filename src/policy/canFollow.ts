import type { Contract, ContractField } from '../contract/model.ts';

/** Whether the records of a contract's topic say how the row was before. */
export function tellsBefore({ sql, serving }: Contract): boolean {
  return sql !== undefined || serving.format === 'DEBEZIUM';
}

/**
 * Whether changes of a contract can be told at all: where nobody says how a row was before, whoever may not see a row any more
 * could not be told so, unless its key alone decides who may.
 */
export function canFollow(contract: Contract): boolean {
  if (tellsBefore(contract)) return true;
  const deciding: ContractField[] = contract.rowPolicies.map(({ field }) => field);
  if (contract.residency !== undefined) deciding.push(contract.residency);
  return deciding.every((field) => contract.key.some(({ name }) => name === field.name));
}
