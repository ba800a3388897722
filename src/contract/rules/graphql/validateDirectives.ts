import { Kind, validate } from 'graphql';
import type { DocumentNode, GraphQLError, ValidationRule } from 'graphql';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { placeOfError } from '../../declarations/placeOf.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import type { Finding } from '../Rule.ts';

/** An error of graphql-js and the part of the file that it was found in. */
export interface ValidationFinding extends Finding {
  readonly error: GraphQLError;
  readonly document: DocumentNode;
}

/**
 * Runs a rule of graphql-js over the directives of every file. Only types that a project may define are looked at; the
 * others are reported as such.
 */
export function* validateDirectives(
  { vocabulary, ...declarations }: ProjectDeclarations,
  rule: ValidationRule,
  fix: string,
): Iterable<ValidationFinding> {
  for (const { file, document } of graphqlFiles({ vocabulary, ...declarations })) {
    const types: DocumentNode = {
      ...document,
      definitions: document.definitions.filter(
        ({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.ENUM_TYPE_DEFINITION,
      ),
    };
    for (const error of validate(vocabulary, types, [rule], { maxErrors: Number.MAX_SAFE_INTEGER })) {
      yield { at: placeOfError(file, error), message: error.message, fix, error, document: types };
    }
  }
}
