import type { MaskInput } from './MaskFunction.ts';
import { periodStart } from './periodStart.ts';

/** MONTH: a Date or DateTime cut to the start of its month, UTC. */
export function month(raw: unknown, { field }: MaskInput): string | null {
  return periodStart(raw, field.type, 'month');
}
