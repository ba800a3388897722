import { charactersOf } from './charactersOf.ts';
import { holdsText } from './holdsText.ts';
import type { MaskInput } from './MaskFunction.ts';
import { redacted } from './redacted.ts';
import { textOf } from './textOf.ts';
import { unlessShown } from './unlessShown.ts';

/** RFC 5321, section 4.5.3.1.3: a longer one can't be delivered to. */
const longest = 254;

/** An unquoted local part and a dotted domain. Anything else is no address and is shown not even in part. */
const address = /^(?<local>[^\s@"(),:;<>[\]\\\p{C}]+)@(?<domain>(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,})$/u;

/**
 * EMAIL: the first letter and the domain, `j***@example.com`. A local part of one letter is not shown
 * (`***@example.com`); what is no e-mail address, and a missing value, is `********`.
 */
export function email(raw: unknown, { field }: MaskInput): string | null {
  if (!holdsText(field.type)) return null;
  const text = textOf(raw) ?? '';
  const parts = text.length > longest ? undefined : address.exec(text)?.groups;
  if (parts?.['local'] === undefined || parts['domain'] === undefined) return redacted;
  const [first, second] = charactersOf(parts['local']);
  const initial = second === undefined ? '' : first;
  return unlessShown(`${initial ?? ''}***@${parts['domain']}`, text);
}
