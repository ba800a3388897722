/** Up to so many characters `includes` takes hardly longer than reading the text. */
const mostForIncludes = 64;

/**
 * Whether a text contains another one, in time that grows with both and not with their product, as that of `String.includes` does for
 * texts that repeat themselves: whoever filters by such a one must not stand in everybody's way. By Knuth, Morris and Pratt, "Fast
 * pattern matching in strings", SIAM Journal on Computing 6 (1977).
 */
export function containsText(text: string, sought: string): boolean {
  if (sought.length <= mostForIncludes) return text.includes(sought);
  const units = unitsOf(sought);
  const borders = bordersOf(units);
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && units[matched] !== unit) matched = borders[matched - 1] ?? 0;
    if (units[matched] === unit) matched += 1;
    if (matched === units.length) return true;
  }
  return false;
}

/** In an array they are had in half the time. */
function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

/** Of each beginning of a text how much of its end is a beginning of it too. */
function bordersOf(units: Uint16Array): Int32Array {
  const borders = new Int32Array(units.length);
  let length = 0;
  for (let at = 1; at < units.length; at += 1) {
    const unit = units[at];
    while (length > 0 && units[length] !== unit) length = borders[length - 1] ?? 0;
    if (units[length] === unit) length += 1;
    borders[at] = length;
  }
  return borders;
}
