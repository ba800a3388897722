// A word that could name a field; what holds a space or a sign (`km/h`, `%`, `working days`, `{score}`) is none.
const word = /^[A-Za-z_][A-Za-z0-9_]*$/;
const code = /^[A-Z][A-Z0-9]*$/;
const symbol = /^([A-Za-z0-9]{1,3}|[a-zA-Z](mol|cal|bar|bit|bps|mHg))$/;
const plural = /^[a-z]{3,}s$/;

/**
 * Whether a text of `@unit(of:)` is a unit of its own and not the name of a field, by its form alone: a word is a field, unless
 * it is a code in capitals (`EUR`), a symbol (`kg`, `kWh`), a plural (`days`) or the name of a measure (`percent`). The names
 * are those of ECMA-402: https://tc39.es/ecma402/#table-sanctioned-single-unit-identifiers
 */
export function isUnit(text: string): boolean {
  if (!word.test(text)) return text.trim() !== '';
  return (
    code.test(text) || symbol.test(text) || plural.test(text) || Intl.supportedValuesOf('unit').includes(text)
  );
}
