const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Texts whose every code unit is a character of its own; most are, and segmenting costs them twenty times as much. */
const plain = /^[\x20-\x7e]*$/;

/** A text's characters as a reader sees them: grapheme clusters (UAX #29). */
export function charactersOf(text: string): string[] {
  return plain.test(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment);
}
