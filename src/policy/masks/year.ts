import type { MaskInput } from './MaskFunction.ts';
import { periodStart } from './periodStart.ts';

/** YEAR: a Date or DateTime cut to the start of its year, UTC. */
export function year(raw: unknown, { field }: MaskInput): string | null {
  return periodStart(raw, field.type, 'year');
}
