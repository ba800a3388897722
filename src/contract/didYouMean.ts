import { suggestionList } from 'graphql/jsutils/suggestionList.js';

/** ` Did you mean "currency"?`, to be put behind a message; nothing where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [near] = suggestionList(word, known);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
