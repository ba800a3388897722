import { holdsText } from './holdsText.ts';
import type { MaskInput } from './MaskFunction.ts';
import { hiddenRest, redacted } from './redacted.ts';
import { textOf } from './textOf.ts';
import { unlessShown } from './unlessShown.ts';
import { visibleEdge } from './visibleEdge.ts';

/** FIRST_FOUR: the first four characters and `****`; `********` for a text of four or fewer and for a missing one. */
export function firstFour(raw: unknown, { field }: MaskInput): string | null {
  if (!holdsText(field.type)) return null;
  const text = textOf(raw) ?? '';
  const start = visibleEdge(text, 'first');
  return start === undefined ? redacted : unlessShown(`${start}${hiddenRest}`, text);
}
