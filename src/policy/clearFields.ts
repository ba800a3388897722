import type { ContractField } from '../contract/model.ts';
import type { FieldAccess } from './AccessProfile.ts';

/** The fields that a caller sees in clear, those of nested types included. */
export function clearFields(fields: ReadonlyMap<string, FieldAccess>): readonly ContractField[] {
  return [...fields.values()].flatMap(({ field, decision, nested }) =>
    decision.kind === 'CLEAR' ? [field, ...clearFields(nested ?? new Map())] : [],
  );
}
