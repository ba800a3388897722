import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';

/** The contracts of whose rows a document selects something, reached by links or not. */
export function shownContracts(
  schema: GraphQLSchema,
  document: DocumentNode,
  { contracts }: AccessProfile,
): readonly ContractAccess[] {
  const types = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => {
        const parent = info.getParentType();
        if (parent) types.add(parent.name);
      },
    }),
  );
  return [...contracts.values()].filter(({ contract }) => types.has(contract.typeName));
}
