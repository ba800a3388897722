import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/**
 * How long the lists of introspection are: of a schema's as they are, of a type's and a field's the mean over all of them,
 * so that reading all of a schema once counts as what it is.
 */
export function introspectionSizes(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []));
  const mean = (lengthOf: (type: GraphQLNamedType) => number): number =>
    types.reduce((sum, type) => sum + lengthOf(type), 0) / types.length;
  const inputFields = (type: GraphQLNamedType): number =>
    isInputObjectType(type) ? Object.keys(type.getFields()).length : 0;
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', fields.length / types.length],
    ['__Type.inputFields', mean(inputFields)],
    ['__Type.enumValues', mean((type) => (isEnumType(type) ? type.getValues().length : 0))],
    ['__Field.args', fields.reduce((sum, { args }) => sum + args.length, 0) / Math.max(1, fields.length)],
  ]);
}
