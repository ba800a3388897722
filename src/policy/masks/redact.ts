import { holdsText } from './holdsText.ts';
import type { MaskInput } from './MaskFunction.ts';
import { redacted } from './redacted.ts';

/** REDACT: the same text for every row, also for one without a value. */
export function redact(_raw: unknown, { field }: MaskInput): string | null {
  return holdsText(field.type) ? redacted : null;
}
