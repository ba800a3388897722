import type { FieldAccess } from '../../policy/AccessProfile.ts';

/** Whether a nested type holds numbers that JavaScript may round; its JSON is then read as text and parsed exactly. */
export function keepsExactNumbers({ nested }: FieldAccess): boolean {
  return [...(nested?.values() ?? [])].some(
    (access) =>
      access.field.type.name === 'Decimal' ||
      access.field.type.name === 'BigInt' ||
      keepsExactNumbers(access),
  );
}
