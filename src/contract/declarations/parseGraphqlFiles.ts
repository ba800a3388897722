import type { DocumentNode } from 'graphql';
import { shippedVocabularyFile } from '../../config/ProjectFiles.ts';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { Problem } from '../../errors/Problem.ts';
import { parseGraphqlFile } from './parseGraphqlFile.ts';
import { declaredPath, sharedFile, vocabularyFile } from './projectPaths.ts';

export interface ParsedFiles {
  /** What could be parsed, by path. */
  readonly documents: ReadonlyMap<string, DocumentNode>;
  readonly unreadable: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** The file that the vocabulary is read from: the shipped one, or the project's own where none came with it. */
  readonly vocabulary: string;
}

/** Parses every GraphQL file that has a meaning by its path. */
export function parseGraphqlFiles(files: ProjectFiles): ParsedFiles {
  const documents = new Map<string, DocumentNode>();
  const unreadable = new Set<string>();
  const problems: Problem[] = [];
  const vocabulary = files.has(shippedVocabularyFile) ? shippedVocabularyFile : vocabularyFile;
  for (const [file, text] of files) {
    if (file !== vocabulary && file !== sharedFile && !declaredPath(file)) continue;
    const parsed = parseGraphqlFile(file, text);
    if (parsed.ok) {
      documents.set(file, parsed.document);
    } else {
      unreadable.add(file);
      problems.push(parsed.problem);
    }
  }
  return { documents, unreadable, problems, vocabulary };
}
