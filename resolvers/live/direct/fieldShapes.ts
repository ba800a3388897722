import { type FieldNode, getNamedType, type GraphQLObjectType, isObjectType } from 'graphql';
import { subfields, type SelectionScope } from '../../../src/query/selection/planRow.ts';
import type { SelectedField } from '../../../src/query/selection/selectedFields.ts';
import { type Completer, completer } from './completer.ts';
import { allDefined } from './writeFields.ts';

/** A field as a selection asks for it, with what GraphQL's execution finds out of it each time. */
export interface FieldShape extends SelectedField {
  readonly nodes: readonly FieldNode[];
  readonly fields?: readonly FieldShape[];
  readonly complete: Completer;
}

/** What a selection asks of an object type; undefined where more stands in it than fields of objects without arguments. */
export function fieldShapes(
  scope: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): readonly FieldShape[] | undefined {
  return allDefined(subfields(scope, type, nodes).map((fieldNodes) => fieldShape(scope, type, fieldNodes)));
}

function fieldShape(
  scope: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): FieldShape | undefined {
  const name = nodes[0]?.name.value ?? '';
  const key = nodes[0]?.alias?.value ?? name;
  // An object takes this name for its prototype.
  if (key === '__proto__') return undefined;
  if (name === '__typename') return { name, key, nodes, complete: () => type.name };
  const field = type.getFields()[name];
  if (field === undefined || field.args.length > 0) return undefined;
  const named = getNamedType(field.type);
  const fields = isObjectType(named) ? fieldShapes(scope, named, nodes) : undefined;
  const complete = completer(field.type, fields);
  return complete && { name, key, nodes, complete, ...(fields === undefined ? {} : { fields }) };
}
