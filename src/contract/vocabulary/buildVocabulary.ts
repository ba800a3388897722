import { buildASTSchema, Kind } from 'graphql';
import type { DefinitionNode, DocumentNode, GraphQLSchema } from 'graphql';

const projectEnums = ['Purpose', 'Region'];

/**
 * The schema against which directives are read: the gateway's vocabulary with the project's own `Purpose` and `Region`.
 * Where the project's enums cannot be had, a scalar that takes anything stands in for them, so that one missing enum
 * is one problem and not one for every field.
 */
export function buildVocabulary(directives: DocumentNode, shared: DocumentNode | undefined): GraphQLSchema {
  const enums = projectEnums.map((name) => findEnum(shared, name) ?? standIn(name));
  return buildASTSchema(
    { kind: Kind.DOCUMENT, definitions: [...directives.definitions, ...enums] },
    { assumeValid: true, assumeValidSDL: true },
  );
}

function findEnum(shared: DocumentNode | undefined, name: string): DefinitionNode | undefined {
  return shared?.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === name,
  );
}

function standIn(name: string): DefinitionNode {
  return { kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value: name } };
}
