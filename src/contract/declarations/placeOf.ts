import { getLocation, Kind, Source } from 'graphql';
import type { ASTNode, GraphQLError } from 'graphql';
import type { Place } from '../../errors/Problem.ts';

/** Where a node of a parsed file begins; for a definition, where its name stands (and not its description). */
export function placeOf(file: string, node: ASTNode): Place {
  const named = 'name' in node && node.kind !== Kind.DIRECTIVE ? (node.name ?? node) : node;
  const token = named.loc?.startToken;
  return { file, line: token?.line ?? 1, column: token?.column ?? 1 };
}

/** Where graphql-js saw an error. */
export function placeOfError(file: string, error: GraphQLError): Place {
  const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
  return { file, line, column };
}

/** The place at an offset of a text. */
export function placeAt(file: string, text: string, offset: number): Place {
  const { line, column } = getLocation(new Source(text, file), Math.min(offset, text.length));
  return { file, line, column };
}

export function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
