import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type { EnumValueDeclaration, GraphqlDeclaration, TypeDeclaration } from './GraphqlDeclaration.ts';

/** Whether a type of a reconciliation's file lists kinds of exceptions: an enum any of whose values has `@exception`. */
export function isExceptionEnum(type: TypeDeclaration, directives: DirectiveReader): boolean {
  return type.kind === 'ENUM' && type.values.some((value) => directives.has(value.node, 'exception'));
}

/** The exception kinds of a reconciliation. */
export function exceptionValues(
  graphql: GraphqlDeclaration,
  directives: DirectiveReader,
): readonly EnumValueDeclaration[] {
  return graphql.types
    .flatMap((type) => (type.kind === 'ENUM' ? type.values : []))
    .filter((value) => directives.has(value.node, 'exception'));
}
