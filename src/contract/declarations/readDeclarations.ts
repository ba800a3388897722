import { Kind } from 'graphql';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { Problem } from '../../errors/Problem.ts';
import { buildVocabulary } from '../vocabulary/buildVocabulary.ts';
import { createDirectiveReader } from '../vocabulary/DirectiveReader.ts';
import { parseGraphqlFiles } from './parseGraphqlFiles.ts';
import { startOf } from './placeOf.ts';
import type { ProjectDeclarations } from './ProjectDeclarations.ts';
import { consumersFile, sharedFile } from './projectPaths.ts';
import { readConsumers } from './readConsumers.ts';
import { readGraphqlDeclaration } from './readGraphqlDeclaration.ts';
import { readParts } from './readParts.ts';
import { readTopics } from './readTopics.ts';

export interface ReadProject {
  readonly declarations: ProjectDeclarations;
  /** What could not be read at all: broken syntax, malformed consumers and shapes. */
  readonly problems: readonly Problem[];
}

/** Reads a project's files as they are; whether what they say is right is for the rules. */
export function readDeclarations(files: ProjectFiles): ReadProject {
  const { documents, unreadable, problems, vocabulary: vocabularyFile } = parseGraphqlFiles(files);
  const sharedDocument = documents.get(sharedFile);
  const vocabularyDocument = documents.get(vocabularyFile);
  const vocabulary = buildVocabulary(
    vocabularyDocument ?? { kind: Kind.DOCUMENT, definitions: [] },
    sharedDocument,
  );
  const directives = createDirectiveReader(vocabulary);
  const shared = sharedDocument && readGraphqlDeclaration(sharedFile, sharedDocument, new Map(), directives);
  const sharedTypes = new Map((shared?.types ?? []).map((type) => [type.name, type]));
  const yaml = files.get(consumersFile);
  const { consumers, problems: malformed } =
    yaml === undefined ? { consumers: [], problems: [] } : readConsumers(consumersFile, yaml);
  const { topics, problems: misshapen } = readTopics(files);
  return {
    declarations: {
      files,
      unreadable,
      vocabulary,
      directives,
      shared,
      sharedTypes,
      ...readParts(documents, { files, directives, sharedTypes }),
      consumers,
      topics,
    },
    problems: [
      ...problems,
      ...malformed,
      ...misshapen,
      ...(vocabularyDocument ? [] : [missingVocabulary(vocabularyFile)]),
    ],
  };
}

function missingVocabulary(file: string): Problem {
  return {
    ...startOf(file),
    rule: 'vocabulary-missing',
    message: 'The vocabulary cannot be read.',
    fix: 'Install Concordat anew: schema/directives.graphql is shipped with it.',
  };
}
