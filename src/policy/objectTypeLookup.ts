import type { Contract, ObjectType, ValueType } from '../contract/model.ts';

/** Finds the object types of a contract's fields by name, its own and shared ones. */
export function objectTypeLookup(
  contract: Contract,
  sharedTypes: ReadonlyMap<string, ValueType>,
): (name: string) => ObjectType | undefined {
  return (name) => {
    const type = contract.types.get(name) ?? sharedTypes.get(name);
    return type?.kind === 'OBJECT' ? type : undefined;
  };
}
