import type { FieldDeclaration } from '../../declarations/GraphqlDeclaration.ts';

// Durations are texts that do not sort by length (PT60M, PT1H); JSON has no order at all.
const incomparable: readonly string[] = ['JSON', 'Duration'];

/** Whether a field can be filtered and ordered by, and be in an index. */
export function canBeCompared({ kind, type }: FieldDeclaration): boolean {
  if (type.depth > 0) return false;
  return kind === 'ENUM' || (kind === 'SCALAR' && !incomparable.includes(type.name));
}
