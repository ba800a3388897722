import type { Contract, ContractField } from '../../contract/model.ts';
import type { FieldAccess } from '../../policy/AccessProfile.ts';

/** A field whose masked values are kept, for one key of its mask. */
export interface MaskedField {
  readonly access: FieldAccess;
  /** The purpose whose key makes a TOKEN; empty for HASH, which is the same for all. */
  readonly purpose: string;
}

function purposesOf(contract: Contract, field: ContractField): readonly string[] {
  const { mask } = field;
  if (mask === undefined) return [];
  const masked = (field.purposes ?? contract.purposes).filter((purpose) => !mask.clearFor.includes(purpose));
  if (masked.length === 0) return [];
  if (mask.strategy === 'HASH') return [''];
  return mask.strategy === 'TOKEN' ? masked : [];
}

/** Fields that a caller may filter by masked values: `HASH` and `TOKEN` fields that are filterable, per purpose. */
export function maskedFields(contract: Contract): readonly MaskedField[] {
  return contract.fields
    .filter(({ filterable }) => filterable)
    .flatMap((field) => {
      const { mask } = field;
      if (mask === undefined) return [];
      const access: FieldAccess = { field, decision: { kind: 'MASKED', strategy: mask.strategy } };
      return purposesOf(contract, field).map((purpose) => ({ access, purpose }));
    });
}
