import {
  getNamedType,
  getNullableType,
  isEnumType,
  TypeInfo,
  ValuesOfCorrectTypeRule,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import type { Finding } from '../Rule.ts';
import { validateDirectives } from './validateDirectives.ts';
import type { ValidationFinding } from './validateDirectives.ts';

/** Values of directive arguments that are not of the argument's type, with the name of the type that is expected. */
export function* directiveValues(
  declarations: ProjectDeclarations,
): Iterable<Finding & { readonly expected: string }> {
  for (const finding of validateDirectives(declarations, ValuesOfCorrectTypeRule, '')) {
    const type = expectedType(declarations.vocabulary, finding);
    const named = getNamedType(type);
    const values = isEnumType(named) ? named.getValues().map((value) => value.name) : [];
    const fix =
      values.length > 0
        ? `Use one of: ${values.join(', ')}.`
        : `Give a value of type ${String(type ? getNullableType(type) : 'the argument')}.`;
    yield {
      at: finding.at,
      message: finding.message.replace(/([^.?])$/, '$1.'),
      fix,
      expected: named?.name ?? '',
    };
  }
}

function expectedType(
  vocabulary: GraphQLSchema,
  { error, document }: ValidationFinding,
): GraphQLInputType | undefined {
  const info = new TypeInfo(vocabulary);
  let expected: GraphQLInputType | undefined;
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node === error.nodes?.[0]) expected = info.getInputType() ?? undefined;
      },
    }),
  );
  return expected;
}
