import { Kind } from 'graphql';
import type { DefinitionNode } from 'graphql';
import { placeOf } from '../../declarations/placeOf.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

const plainTypes = 'Declare object types and enums only.';

const fixes: { readonly [K in DefinitionNode['kind']]?: string } = {
  [Kind.INTERFACE_TYPE_DEFINITION]:
    'Write the fields into each type that has them; interfaces are not served.',
  [Kind.UNION_TYPE_DEFINITION]: 'Use one type with nullable fields and an enum that says which case it is.',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'Remove it: filters are made from @filterable fields.',
  [Kind.SCALAR_TYPE_DEFINITION]:
    'Use one of the scalars that there are: ID, String, Boolean, Int, Float, BigInt, Decimal, Date, DateTime, Duration, JSON.',
  [Kind.DIRECTIVE_DEFINITION]: "Remove it: the vocabulary is the gateway's, see schema/directives.graphql.",
  [Kind.SCHEMA_DEFINITION]: 'Remove it: the schema is made from the contracts.',
  [Kind.OPERATION_DEFINITION]: 'Remove it: declarations hold types, not queries.',
  [Kind.FRAGMENT_DEFINITION]: 'Remove it: declarations hold types, not queries.',
  [Kind.OBJECT_TYPE_EXTENSION]: 'Write the fields into the type itself.',
  [Kind.ENUM_TYPE_EXTENSION]: 'Write the values into the enum itself.',
};

/** A declaration file holds plain object types and enums. */
export const supportedDefinition: Rule = {
  id: 'unsupported-definition',
  *check(declarations) {
    for (const { file, document } of graphqlFiles(declarations)) {
      for (const definition of document.definitions) {
        if (definition.kind === Kind.ENUM_TYPE_DEFINITION) continue;
        if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) {
          yield {
            at: placeOf(file, definition),
            message: `${describeKind(definition.kind)} cannot be declared here.`,
            fix: fixes[definition.kind] ?? plainTypes,
          };
        } else if (definition.interfaces?.[0]) {
          yield {
            at: placeOf(file, definition.interfaces[0]),
            message: `Type ${definition.name.value} implements an interface.`,
            fix: 'Remove "implements"; interfaces are not served.',
          };
        }
      }
    }
  },
};

function describeKind(kind: string): string {
  const words = kind.replace(/TypeDefinition$|Definition$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
  return `A definition of kind "${words.toLowerCase()}"`;
}
