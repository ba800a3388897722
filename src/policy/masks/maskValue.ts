import { ownValue } from '../ownValue.ts';
import type { FieldAccess } from '../AccessProfile.ts';
import type { MaskContext } from './MaskFunction.ts';
import { maskRegistry } from './maskRegistry.ts';

/**
 * What the caller sees of a field's raw value: the value itself, what its mask makes of it, and for a nested type an
 * object of the visible fields only, each masked by its own decision. Every value that leaves goes through here (I5).
 *
 * Masks are for single values (NULLIFY for all): a list that is masked otherwise, which the compiler refuses, is null.
 * Null means that there is no value, and undefined one that has not the form of its type: nothing of it can be shown.
 */
export function maskValue(access: FieldAccess, raw: unknown, context: MaskContext): unknown {
  return maskAt(access, raw, context, access.field.name);
}

function maskAt(access: FieldAccess, raw: unknown, context: MaskContext, path: string): unknown {
  const { field, decision } = access;
  if (decision.kind === 'MASKED') {
    return field.type.list ? null : maskRegistry[decision.strategy](raw, { field, path, context });
  }
  if (field.type.kind !== 'OBJECT') return raw ?? null;
  if (!field.type.list) return maskNested(access, raw, context, path);
  if (Array.isArray(raw)) {
    return raw.map((item: unknown, index) => maskNested(access, item, context, `${path}.${index}`));
  }
  return raw === null || raw === undefined ? null : undefined;
}

function maskNested({ nested }: FieldAccess, raw: unknown, context: MaskContext, path: string): unknown {
  if (raw === null || raw === undefined) return null;
  if (nested === undefined || typeof raw !== 'object' || Array.isArray(raw)) return undefined;
  const shown: Record<string, unknown> = {};
  for (const [name, access] of nested)
    shown[name] = maskAt(access, ownValue(raw, access.field.column), context, `${path}.${name}`);
  return shown;
}
