import { getNamedType, isObjectType, type FieldNode, type GraphQLObjectType } from 'graphql';
import { subfields, type SelectionScope } from './planRow.ts';

/** A field as a selection asks for it. */
export interface SelectedField {
  readonly name: string;
  /** Its name in the answer. */
  readonly key: string;
  /** What is asked of the objects in it; absent for a leaf. */
  readonly fields?: readonly SelectedField[];
}

/** Everything that a selection asks of an object type whose fields hold what they are named after; undefined for a leaf. */
export function selectedFields(
  scope: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): readonly SelectedField[] {
  return subfields(scope, type, nodes).flatMap((fieldNodes) => {
    const [node] = fieldNodes;
    if (node === undefined) return [];
    const name = node.name.value;
    const named = getNamedType(type.getFields()[name]?.type);
    const field = { name, key: node.alias?.value ?? name };
    return [isObjectType(named) ? { ...field, fields: selectedFields(scope, named, fieldNodes) } : field];
  });
}
