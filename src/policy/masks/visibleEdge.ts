import { charactersOf } from './charactersOf.ts';

/** How many characters the partial masks show; a text must have more to be shown in part. */
const shown = 4;

/** Code units that are looked at from an edge: enough for any real text, and a bound on the work for a hostile one. */
const reach = 256;

/**
 * Whitespace, control and other characters that nobody sees, and what stands for a broken one (U+FFFD): `"1234 "` is a
 * text of four characters.
 */
const invisible = /^[\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\ufffd]+$/u;

/**
 * The first or last four characters of a text with more than four, counted as a reader sees them and
 * without invisible ones at that edge; undefined for a shorter text, of which nothing may be shown.
 */
export function visibleEdge(text: string, edge: 'first' | 'last'): string | undefined {
  // What the cut tears apart lies at the window's far end, which is never shown.
  const characters = charactersOf(edge === 'first' ? text.slice(0, reach) : text.slice(-reach));
  if (characters.filter(isVisible).length <= shown) return undefined;
  return edge === 'first'
    ? characters.slice(characters.findIndex(isVisible)).slice(0, shown).join('')
    : characters
        .slice(0, characters.findLastIndex(isVisible) + 1)
        .slice(-shown)
        .join('');
}

function isVisible(character: string): boolean {
  return !invisible.test(character);
}
