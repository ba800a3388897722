import { holdsText } from './holdsText.ts';
import type { MaskInput } from './MaskFunction.ts';
import { hiddenRest, redacted } from './redacted.ts';
import { textOf } from './textOf.ts';
import { unlessShown } from './unlessShown.ts';
import { visibleEdge } from './visibleEdge.ts';

/** LAST_FOUR: `****` and the last four characters; `********` for a text of four or fewer and for a missing one. */
export function lastFour(raw: unknown, { field }: MaskInput): string | null {
  if (!holdsText(field.type)) return null;
  const text = textOf(raw) ?? '';
  const end = visibleEdge(text, 'last');
  return end === undefined ? redacted : unlessShown(`${hiddenRest}${end}`, text);
}
