import type { Contract, ContractField, ValueType } from '../contract/model.ts';
import type { FieldAccess } from './AccessProfile.ts';
import { objectTypeLookup } from './objectTypeLookup.ts';

type FieldAccesses = ReadonlyMap<string, FieldAccess>;

/** A contract's fields that are masked for a caller or hidden from it, those of nested types included. */
export function withheldFields(
  contract: Contract,
  sharedTypes: ReadonlyMap<string, ValueType>,
  visible: FieldAccesses,
): readonly ContractField[] {
  const objectType = objectTypeLookup(contract, sharedTypes);

  const among = (
    fields: readonly ContractField[],
    accesses: FieldAccesses | undefined,
    within: readonly string[],
  ): readonly ContractField[] =>
    fields.flatMap((field) => {
      const access = accesses?.get(field.name);
      const isClear = access?.decision.kind === 'CLEAR';
      const type = within.includes(field.type.name) ? undefined : objectType(field.type.name);
      const nested = among(type?.fields ?? [], isClear ? access.nested : undefined, [
        ...within,
        field.type.name,
      ]);
      return isClear ? nested : [field, ...nested];
    });

  return Object.freeze(among(contract.fields, visible, []));
}
