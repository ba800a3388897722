import type { FieldAccess } from '../../policy/AccessProfile.ts';

const known = new WeakMap<FieldAccess, boolean>();

/** Whether a nested type holds numbers that JavaScript may round; its JSON is then read as text and parsed exactly. */
export function keepsExactNumbers(access: FieldAccess): boolean {
  const keeps = known.get(access) ?? holdsExactNumbers(access);
  known.set(access, keeps);
  return keeps;
}

function holdsExactNumbers({ nested }: FieldAccess): boolean {
  return [...(nested?.values() ?? [])].some(
    (access) =>
      access.field.type.name === 'Decimal' ||
      access.field.type.name === 'BigInt' ||
      keepsExactNumbers(access),
  );
}
