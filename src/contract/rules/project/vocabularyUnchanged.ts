import { shippedVocabularyFile } from '../../../config/ProjectFiles.ts';
import { startOf } from '../../declarations/placeOf.ts';
import { vocabularyFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** The vocabulary is the gateway's. A project's copy that says something else would be believed by its readers only. */
export const vocabularyUnchanged: Rule = {
  id: 'vocabulary-unchanged',
  *check({ files }) {
    const own = files.get(vocabularyFile);
    const shipped = files.get(shippedVocabularyFile);
    if (own === undefined || shipped === undefined) return;
    if (normalize(own) === normalize(shipped)) return;
    yield {
      at: startOf(vocabularyFile),
      message: "The project's directives.graphql differs from the one that Concordat ships.",
      fix: "Remove it: the shipped one is used. Words of the project's own belong into schema/shared.graphql.",
    };
  },
};

function normalize(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
