import { classifications } from '../contract/model.ts';
import type { ContractField } from '../contract/model.ts';
import type { FieldDecision } from './AccessProfile.ts';

const known: ReadonlySet<string> = new Set(classifications);

/**
 * Whether a field exists for a purpose, and whether it is masked; undefined when it doesn't exist. A field without a
 * classification is treated as the worst one and hidden, although the compiler lets none through (attack 29).
 */
export function fieldDecision(field: ContractField, purpose: string): FieldDecision | undefined {
  if (!known.has(field.classification)) return undefined;
  if (field.purposes !== undefined && !field.purposes.includes(purpose)) return undefined;
  if (field.mask === undefined || field.mask.clearFor.includes(purpose)) return clear;
  return Object.freeze({ kind: 'MASKED', strategy: field.mask.strategy });
}

const clear: FieldDecision = Object.freeze({ kind: 'CLEAR' });
