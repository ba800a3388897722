import type { MaskStrategy } from '../../contract/model.ts';
import type { FieldAccess } from '../AccessProfile.ts';
import type { MaskContext } from './MaskFunction.ts';
import { maskRegistry } from './maskRegistry.ts';

/**
 * What the caller sees of a field's raw value: the value itself, what its mask makes of it, and for a nested type an
 * object of the visible fields only, each masked by its own decision. Every value that leaves goes through here (I5).
 *
 * A masked list has one masked item per item; a missing or empty one has a single item, like a list of one missing value.
 */
export function maskValue(access: FieldAccess, raw: unknown, context: MaskContext): unknown {
  return maskAt(access, raw, context, access.field.name);
}

function maskAt(access: FieldAccess, raw: unknown, context: MaskContext, path: string): unknown {
  if (access.decision.kind === 'MASKED')
    return applyMask(access, access.decision.strategy, raw, context, path);
  if (access.field.type.kind !== 'OBJECT') return raw ?? null;
  if (!access.field.type.list) return maskNested(access, raw, context, path);
  return Array.isArray(raw)
    ? raw.map((item: unknown, index) => maskNested(access, item, context, `${path}.${index}`))
    : null;
}

function applyMask(
  { field }: FieldAccess,
  strategy: MaskStrategy,
  raw: unknown,
  context: MaskContext,
  path: string,
): unknown {
  const mask = maskRegistry[strategy];
  if (!field.type.list || strategy === 'NULLIFY') return mask(raw, { field, path, context });
  const constant = strategy === 'REDACT';
  const items: unknown[] = !constant && Array.isArray(raw) && raw.length > 0 ? raw : [null];
  return items.map((item, index) => mask(item, { field, path: `${path}.${index}`, context }));
}

function maskNested({ nested }: FieldAccess, raw: unknown, context: MaskContext, path: string): unknown {
  if (nested === undefined || typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const values = new Map<string, unknown>(Object.entries(raw));
  return Object.fromEntries(
    Array.from(nested, ([name, access]) => [
      name,
      maskAt(access, values.get(access.field.column), context, `${path}.${name}`),
    ]),
  );
}
