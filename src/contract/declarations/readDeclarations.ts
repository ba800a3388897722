import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import { shippedVocabularyFile } from '../../config/ProjectFiles.ts';
import type { ProjectFiles } from '../../config/ProjectFiles.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { SqlFile } from '../model.ts';
import { contractId } from '../names.ts';
import { buildVocabulary } from '../vocabulary/buildVocabulary.ts';
import { createDirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type { DirectiveName } from '../vocabulary/directiveShapes.ts';
import type { GraphqlDeclaration, ObjectDeclaration, TypeDeclaration } from './GraphqlDeclaration.ts';
import { parseGraphqlFile } from './parseGraphqlFile.ts';
import { startOf } from './placeOf.ts';
import type {
  ContractDeclaration,
  ProductDeclaration,
  ProjectDeclarations,
  ReconciliationDeclaration,
} from './ProjectDeclarations.ts';
import {
  consumersFile,
  contractSqlFile,
  declaredPath,
  productFile,
  reconciliationFile,
  sharedFile,
  vocabularyFile,
} from './projectPaths.ts';
import { readConsumers } from './readConsumers.ts';
import { readGraphqlDeclaration } from './readGraphqlDeclaration.ts';

export interface ReadProject {
  readonly declarations: ProjectDeclarations;
  /** What could not be read at all: broken syntax and malformed consumers. */
  readonly problems: readonly Problem[];
}

/** Reads a project's files as they are; whether what they say is right is for the rules. */
export function readDeclarations(files: ProjectFiles): ReadProject {
  const problems: Problem[] = [];
  const unreadable = new Set<string>();
  const parseFile = (file: string): DocumentNode | undefined => {
    const text = files.get(file);
    if (text === undefined) return undefined;
    const parsed = parseGraphqlFile(file, text);
    if (parsed.ok) return parsed.document;
    problems.push(parsed.problem);
    unreadable.add(file);
    return undefined;
  };

  const own = files.has(shippedVocabularyFile) ? shippedVocabularyFile : vocabularyFile;
  const vocabularyDocument = parseFile(own);
  if (!vocabularyDocument) {
    problems.push({
      ...startOf(own),
      rule: 'vocabulary-missing',
      message: 'The vocabulary cannot be read.',
      fix: 'Install Concordat anew: schema/directives.graphql is shipped with it.',
    });
  }
  const sharedDocument = parseFile(sharedFile);
  const vocabulary = buildVocabulary(
    vocabularyDocument ?? { kind: Kind.DOCUMENT, definitions: [] },
    sharedDocument,
  );
  const directives = createDirectiveReader(vocabulary);
  const noTypes: ReadonlyMap<string, TypeDeclaration> = new Map();
  const shared = sharedDocument && readGraphqlDeclaration(sharedFile, sharedDocument, noTypes, directives);
  const sharedTypes = new Map((shared?.types ?? []).map((type) => [type.name, type]));
  const only = (graphql: GraphqlDeclaration, directive: DirectiveName): ObjectDeclaration | undefined => {
    const [first, ...others] = annotatedTypes(graphql, directive);
    return others.length === 0 ? first : undefined;
  };
  const annotatedTypes = (graphql: GraphqlDeclaration, directive: DirectiveName): ObjectDeclaration[] =>
    graphql.types.flatMap((type) =>
      type.kind === 'OBJECT' && directives.has(type.node, directive) ? [type] : [],
    );

  const contracts: ContractDeclaration[] = [];
  const products: ProductDeclaration[] = [];
  const reconciliations: ReconciliationDeclaration[] = [];
  for (const file of [...files.keys()].toSorted()) {
    const declared = declaredPath(file);
    const document = declared && parseFile(file);
    if (!document) continue;
    const graphql = readGraphqlDeclaration(file, document, sharedTypes, directives);
    const { name } = declared;
    if (declared.kind === 'contract') {
      const { version } = declared;
      const sql = sqlFile(files, contractSqlFile(name, version));
      contracts.push({
        id: contractId(name, version),
        name,
        version,
        graphql,
        type: only(graphql, 'contract'),
        sql,
      });
    } else if (declared.kind === 'product') {
      const tables = annotatedTypes(graphql, 'product');
      products.push({ name, graphql, tables, sql: sqlFile(files, productFile(name, 'project.sql')) });
    } else {
      reconciliations.push({
        name,
        graphql,
        type: only(graphql, 'reconciliation'),
        resolveSql: sqlFile(files, reconciliationFile(name, 'resolve.sql')),
        exceptionsSql: sqlFile(files, reconciliationFile(name, 'exceptions.sql')),
      });
    }
  }
  contracts.sort((a, b) => compareNames(a.name, b.name) || a.version - b.version);

  const yaml = files.get(consumersFile);
  const read = yaml === undefined ? { consumers: [], problems: [] } : readConsumers(consumersFile, yaml);
  problems.push(...read.problems);
  return {
    declarations: {
      files,
      unreadable,
      vocabulary,
      directives,
      shared,
      sharedTypes,
      contracts,
      products,
      reconciliations,
      consumers: read.consumers,
    },
    problems,
  };
}

function sqlFile(files: ProjectFiles, file: string): SqlFile | undefined {
  const text = files.get(file);
  return text === undefined ? undefined : { file, text };
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
