import { shippedVocabularyFile } from '../config/ProjectFiles.ts';
import type { Problem } from '../errors/Problem.ts';
import { buildProject } from './build/buildProject.ts';
import type { GraphqlDeclaration } from './declarations/GraphqlDeclaration.ts';
import type { ProjectDeclarations } from './declarations/ProjectDeclarations.ts';
import { projectParts, type ProjectPart } from './declarations/projectParts.ts';
import { sharedFile, vocabularyFile } from './declarations/projectPaths.ts';
import { objectTypes } from './declarations/sites.ts';
import type { Project } from './model.ts';
import type { DirectiveReader } from './vocabulary/DirectiveReader.ts';

/** What can be built of a project whose declarations have problems, so that its SQL can be checked all the same. */
export interface SoundPart {
  /** Contracts, products and reconciliations that no problem touches; neither consumers nor declared topics. */
  readonly project: Project;
  /** What is not in it, e.g. `contract billing_completed_ride@1`. */
  readonly leftOut: readonly string[];
}

function usesForeignTypes(graphql: GraphqlDeclaration, kinds: readonly string[]): boolean {
  const own = graphql.types.map(({ name }) => name);
  return objectTypes(graphql)
    .flatMap(({ fields }) => fields)
    .some(({ kind, type }) => kinds.includes(kind) && !own.includes(type.name));
}

/**
 * Whether what tables are made of is given out: of fields it is their type and their link, whatever else is said about them.
 * A use with wrong arguments need not be a problem of its own: what it names may stand in a file that cannot be read.
 */
function isReadable({ types }: GraphqlDeclaration, directives: DirectiveReader): boolean {
  return types.every((type) => {
    const members = type.kind === 'ENUM' ? type.values : type.fields.filter(({ kind }) => kind === 'LINK');
    return [type, ...members].every(({ node }) => directives.isReadable(node));
  });
}

/** Parts with a problem of their own, or in what all or some of them are written with. */
function isTouched(
  part: ProjectPart,
  files: ReadonlySet<string>,
  { directives }: ProjectDeclarations,
): boolean {
  if (part.graphql === undefined || [...files].some(part.hasFile)) return true;
  if (files.has(vocabularyFile) || files.has(shippedVocabularyFile)) return true;
  if (!isReadable(part.graphql, directives)) return true;
  const kinds = files.has(sharedFile) ? ['UNKNOWN', 'ENUM', 'OBJECT'] : ['UNKNOWN'];
  return usesForeignTypes(part.graphql, kinds);
}

function names(text: string, { word }: ProjectPart): boolean {
  return new RegExp(`\\b${word}\\b`, 'i').test(text);
}

/** Those that are touched, and those that name one in what they read, and so on. */
function leaveOut(
  parts: readonly ProjectPart[],
  files: ReadonlySet<string>,
  declarations: ProjectDeclarations,
): ReadonlySet<ProjectPart> {
  const left = new Set(parts.filter((part) => isTouched(part, files, declarations)));
  // What is added is visited too.
  for (const broken of left) {
    for (const part of parts) {
      if (part.reads.some((text) => names(text, broken))) left.add(part);
    }
  }
  return left;
}

/**
 * The part of a project that stands apart from its problems: SQL that reads only what is in it does not fail because of them.
 *
 * @param problems - those that may change a table or what SQL must give
 */
export function soundPart(declarations: ProjectDeclarations, problems: readonly Problem[]): SoundPart {
  const parts = projectParts(declarations);
  const left = leaveOut(parts, new Set(problems.map(({ file }) => file)), declarations);
  const out = new Set([...left].map(({ graphql }) => graphql));
  const isSound = ({ graphql }: { readonly graphql: GraphqlDeclaration }): boolean => !out.has(graphql);
  return {
    project: buildProject({
      ...declarations,
      contracts: declarations.contracts.filter(isSound),
      products: declarations.products.filter(isSound),
      reconciliations: declarations.reconciliations.filter(isSound),
      consumers: [],
      topics: [],
    }),
    leftOut: parts.filter((part) => left.has(part)).map(({ label }) => label),
  };
}
