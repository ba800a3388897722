import { isEnumType, isIntrospectionType, type GraphQLSchema } from 'graphql';
import type { EnumType } from '../model.ts';

/**
 * The enums that the vocabulary declares, with their descriptions, by name; the project's own `Purpose` and `Region` are
 * among them where the project has them.
 */
export function buildVocabularyEnums(vocabulary: GraphQLSchema): ReadonlyMap<string, EnumType> {
  return new Map(
    Object.values(vocabulary.getTypeMap())
      .filter(isEnumType)
      .filter((type) => !isIntrospectionType(type))
      .map((type): [string, EnumType] => [
        type.name,
        {
          kind: 'ENUM',
          name: type.name,
          description: type.description ?? '',
          values: type.getValues().map(({ name, description }) => ({ name, description: description ?? '' })),
        },
      ]),
  );
}
