import type { Contract, ContractField, ValueType } from '../contract/model.ts';
import type { FieldAccess } from './AccessProfile.ts';
import { fieldDecision } from './fieldDecision.ts';
import { freezeMap } from './freezeMap.ts';
import { objectTypeLookup } from './objectTypeLookup.ts';

type FieldAccesses = ReadonlyMap<string, FieldAccess>;

/**
 * A contract's fields that exist for a purpose, with their decisions, nested types included. A field whose nested type
 * is unknown, has no visible field or holds itself does not exist.
 */
export function visibleFields(
  contract: Contract,
  sharedTypes: ReadonlyMap<string, ValueType>,
  purpose: string,
): FieldAccesses {
  const objectType = objectTypeLookup(contract, sharedTypes);

  const accesses = (fields: readonly ContractField[], within: readonly string[]): FieldAccesses =>
    freezeMap(
      fields.flatMap((field): [string, FieldAccess][] => {
        const access = accessTo(field, within);
        return access === undefined ? [] : [[field.name, Object.freeze(access)]];
      }),
    );

  const accessTo = (field: ContractField, within: readonly string[]): FieldAccess | undefined => {
    const decision = fieldDecision(field, purpose);
    if (decision === undefined) return undefined;
    if (field.type.kind !== 'OBJECT') return { field, decision };
    const type = objectType(field.type.name);
    if (type === undefined || within.includes(type.name)) return undefined;
    const nested = accesses(type.fields, [...within, type.name]);
    return nested.size === 0 ? undefined : { field, decision, nested };
  };

  return accesses(contract.fields, []);
}
