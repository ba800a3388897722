/**
 * The declaration files of a project: path relative to the project's root (with `/`) to text. The vocabulary that the
 * gateway ships stands under `shippedVocabularyFile`, which is no path of a project's file.
 */
export type ProjectFiles = ReadonlyMap<string, string>;

/** Key of the shipped `directives.graphql` in `ProjectFiles`. */
export const shippedVocabularyFile = '(shipped with Concordat)/directives.graphql';
