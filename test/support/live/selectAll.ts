import { getNamedType, isLeafType, isObjectType, type GraphQLObjectType } from 'graphql';

/** Fields whose values are of the moment at which they are asked for. */
const ofTheMoment: ReadonlySet<string> = new Set(['asOf', 'receivedAt', 'eventTime']);

/** A selection of all fields of a type, so many levels deep. */
export function selectAll(type: GraphQLObjectType, levels: number): string {
  const fields = Object.values(type.getFields()).flatMap((field): string[] => {
    const named = getNamedType(field.type);
    if (ofTheMoment.has(field.name)) return [];
    if (isLeafType(named)) return [field.name];
    if (levels === 0 || !isObjectType(named)) return [];
    return [`${field.name} ${selectAll(named, levels - 1)}`];
  });
  return `{ ${['__typename', ...fields].join(' ')} }`;
}
