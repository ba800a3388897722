/** Up to so many characters `includes` takes hardly longer than reading the text. */
const mostForIncludes = 64;

/**
 * Whether a text contains another one, in time that grows with both and not with their product, as that of `String.includes` does for
 * texts that repeat themselves: whoever filters by such a one must not stand in everybody's way. By Knuth, Morris and Pratt, "Fast
 * pattern matching in strings", SIAM Journal on Computing 6 (1977).
 */
export function containsText(text: string, sought: string): boolean {
  if (sought.length <= mostForIncludes) return text.includes(sought);
  const borders = bordersOf(sought);
  let matched = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && sought.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (sought.charCodeAt(matched) === unit) matched += 1;
    if (matched === sought.length) return true;
  }
  return false;
}

/** Of each beginning of a text how much of its end is a beginning of it too. */
function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length);
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (length > 0 && text.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(length) === unit) length += 1;
    borders[at] = length;
  }
  return borders;
}
