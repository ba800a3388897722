import { GraphQLError, parse, Source } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Problem } from '../../errors/Problem.ts';
import { graphqlSyntaxProblem } from './graphqlSyntaxProblem.ts';
import { startOf } from './placeOf.ts';

export type ParsedFile =
  { readonly ok: true; readonly document: DocumentNode } | { readonly ok: false; readonly problem: Problem };

function tooDeep(file: string): Problem {
  return {
    ...startOf(file),
    rule: 'graphql-syntax',
    message: 'The file nests more deeply than can be read.',
    fix: 'Write fewer brackets within each other.',
  };
}

/** Parses one GraphQL file of a project; a file that is no GraphQL gives its one problem. */
export function parseGraphqlFile(file: string, text: string): ParsedFile {
  try {
    return { ok: true, document: parse(new Source(text, file)) };
  } catch (error) {
    // Thousands of brackets within each other are more than a parser's stack takes.
    if (error instanceof RangeError) return { ok: false, problem: tooDeep(file) };
    if (!(error instanceof GraphQLError)) throw error;
    return { ok: false, problem: graphqlSyntaxProblem(file, text, error) };
  }
}
