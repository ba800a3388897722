import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldShape } from './fieldShapes.ts';
import { type FieldWriter, writeFields } from './writeFields.ts';

/**
 * Gives a resolved value the form that it has in an answer. Undefined where it has none without an error, which only GraphQL's
 * execution tells with its place.
 */
export type Completer = (value: unknown) => unknown;

/**
 * What completes values of a type as GraphQL does (specification, section 6.4.3, CompleteValue), where nothing in them has a resolver
 * of its own.
 *
 * @param fields - what is asked of the objects in it
 * @returns undefined for interfaces and unions
 */
export function completer(
  type: GraphQLOutputType,
  fields: readonly FieldShape[] | undefined,
): Completer | undefined {
  if (isNonNullType(type)) {
    const inner = completer(type.ofType, fields);
    return inner && ((value) => inner(value) ?? undefined);
  }
  const complete = presentCompleter(type, fields);
  return (
    complete &&
    ((value) => {
      if (value === null || value === undefined) return null;
      return value instanceof Error ? undefined : complete(value);
    })
  );
}

/** Of values that are neither null nor an error. */
function presentCompleter(
  type: GraphQLOutputType,
  fields: readonly FieldShape[] | undefined,
): Completer | undefined {
  if (isListType(type)) {
    const complete = completer(type.ofType, fields);
    return complete && ((value) => completeList(value, complete));
  }
  if (isLeafType(type)) return (value) => completeLeaf(value, type);
  if (!isObjectType(type) || fields === undefined) return undefined;
  const writers = fields.map(({ key, name, complete }): FieldWriter<object> => ({
    key,
    write: (object) => complete(Reflect.get(object, name)),
  }));
  return (value) => (typeof value === 'object' && value !== null ? writeFields(writers, value) : undefined);
}

function completeList(value: unknown, complete: Completer): unknown {
  if (!Array.isArray(value)) return undefined;
  const completed = value.map((item: unknown) => complete(item));
  return completed.includes(undefined) ? undefined : completed;
}

function completeLeaf(value: unknown, type: GraphQLLeafType): unknown {
  return type.serialize(value) ?? undefined;
}
