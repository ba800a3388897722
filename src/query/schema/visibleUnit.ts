import type { ContractField } from '../../contract/model.ts';
import type { FieldAccess } from '../../policy/AccessProfile.ts';

/** The fields of one type: all that are declared, and those that exist for the caller. */
export interface Siblings {
  readonly declared: readonly ContractField[];
  readonly visible: ReadonlyMap<string, FieldAccess>;
}

function isSibling({ name, unit }: ContractField, other: string): boolean {
  return other === unit && other !== name;
}

/** A field's unit, unless it is a sibling field that does not exist for the caller. */
export function visibleUnit(field: ContractField, { declared, visible }: Siblings): string | undefined {
  const { unit } = field;
  if (unit === undefined || visible.has(unit)) return unit;
  return declared.some(({ name }) => isSibling(field, name)) ? undefined : unit;
}

/** The unit as a description says it, telling a sibling field that holds the unit from the unit itself. */
export function unitText(field: ContractField, siblings: Siblings): string | undefined {
  const unit = visibleUnit(field, siblings);
  return unit !== undefined && siblings.visible.has(unit) && isSibling(field, unit)
    ? `the field \`${unit}\``
    : unit;
}
