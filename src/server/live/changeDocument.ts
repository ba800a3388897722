import { type DocumentNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { LiveOperation } from './LiveOperation.ts';

/**
 * The document of a subscription as it is executed for each change: without the arguments of the root field, which say of which rows,
 * and without variables that stand nowhere else.
 */
export function changeDocument({
  schema,
  document,
}: Pick<LiveOperation, 'schema' | 'document'>): DocumentNode {
  const info = new TypeInfo(schema);
  const withoutArguments: DocumentNode = visit(
    document,
    visitWithTypeInfo(info, {
      Field: (field) =>
        info.getParentType() === schema.getSubscriptionType() ? { ...field, arguments: [] } : undefined,
    }),
  );
  const used = new Set<string>();
  visit(withoutArguments, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      used.add(name.value);
    },
  });
  return visit(withoutArguments, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}
