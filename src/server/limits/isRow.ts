import { type GraphQLNamedType, isObjectType } from 'graphql';

/** A contract's row is what carries `_meta` (design, section 4). */
export function isRow(type: GraphQLNamedType): boolean {
  return isObjectType(type) && '_meta' in type.getFields();
}
