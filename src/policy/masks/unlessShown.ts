import { redacted } from './redacted.ts';

/** A partly masked text, unless it holds the whole value after all (`abcd*` under FIRST_FOUR): then fully redacted. */
export function unlessShown(masked: string, text: string): string {
  return masked.includes(text) ? redacted : masked;
}
