import { Kind } from 'graphql';
import type {
  DocumentNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql';
import { scalarNames } from '../model.ts';
import type { DirectiveReader } from '../vocabulary/DirectiveReader.ts';
import type {
  EnumDeclaration,
  FieldDeclaration,
  GraphqlDeclaration,
  ObjectDeclaration,
  TypeDeclaration,
} from './GraphqlDeclaration.ts';
import { placeOf } from './placeOf.ts';
import { readTypeReference } from './TypeReference.ts';

type KindOfType = (name: string) => 'SCALAR' | 'ENUM' | 'OBJECT' | 'UNKNOWN';

/**
 * Reads the object types and enums of a parsed file. A name means a type of the file itself, else one of
 * `sharedTypes`, else a scalar.
 */
export function readGraphqlDeclaration(
  file: string,
  document: DocumentNode,
  sharedTypes: ReadonlyMap<string, TypeDeclaration>,
  directives: DirectiveReader,
): GraphqlDeclaration {
  const kinds = new Map<string, 'ENUM' | 'OBJECT'>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) kinds.set(definition.name.value, 'OBJECT');
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION) kinds.set(definition.name.value, 'ENUM');
  }
  const scalars: readonly string[] = scalarNames;
  const kindOf: KindOfType = (name) =>
    kinds.get(name) ?? sharedTypes.get(name)?.kind ?? (scalars.includes(name) ? 'SCALAR' : 'UNKNOWN');
  const types = document.definitions.flatMap((definition): TypeDeclaration[] => {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      return [readObject(file, definition, kindOf, directives)];
    }
    return definition.kind === Kind.ENUM_TYPE_DEFINITION ? [readEnum(file, definition)] : [];
  });
  return { file, document, types };
}

function readObject(
  file: string,
  node: ObjectTypeDefinitionNode,
  kindOf: KindOfType,
  directives: DirectiveReader,
): ObjectDeclaration {
  const readField = (field: FieldDefinitionNode): FieldDeclaration => {
    const type = readTypeReference(field.type);
    const kind = directives.has(field, 'link') ? 'LINK' : kindOf(type.name);
    return { name: field.name.value, kind, type, node: field, place: placeOf(file, field) };
  };
  return {
    kind: 'OBJECT',
    name: node.name.value,
    fields: (node.fields ?? []).map(readField),
    node,
    place: placeOf(file, node),
  };
}

function readEnum(file: string, node: EnumTypeDefinitionNode): EnumDeclaration {
  return {
    kind: 'ENUM',
    name: node.name.value,
    values: (node.values ?? []).map((value) => ({
      name: value.name.value,
      node: value,
      place: placeOf(file, value),
    })),
    node,
    place: placeOf(file, node),
  };
}
