import { HeaderMap } from '@apollo/server';
import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/**
 * Coerces an operation's variables and gives up at the first one that can't be: each error of graphql-js prints the
 * whole value, so that many errors about one value take time quadratic in its size (attacks 7 and 13).
 *
 * @throws {GraphQLError} BAD_USER_INPUT, answered with HTTP status 400
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  });
  if (coerced) return coerced;
  // The one after it only says that there would be more.
  const [first] = errors;
  throw new GraphQLError(first?.message ?? 'The variables cannot be used.', {
    nodes: first?.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400, headers: new HeaderMap() } },
  });
}
