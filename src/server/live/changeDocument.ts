import { type DocumentNode, getOperationAST, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { LiveOperation } from './LiveOperation.ts';

type ExecutedOperation = Pick<LiveOperation, 'schema' | 'document' | 'operationName'>;

/**
 * The document of a subscription as it is executed for each change: its operation alone, without the arguments of the root field, which
 * say of which rows, and without variables that stand nowhere else.
 */
export function changeDocument({ schema, document, operationName }: ExecutedOperation): DocumentNode {
  const info = new TypeInfo(schema);
  const operation = getOperationAST(document, operationName);
  const alone: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: document.definitions.filter(
      (one) => one === operation || one.kind === Kind.FRAGMENT_DEFINITION,
    ),
  };
  const withoutArguments: DocumentNode = visit(
    alone,
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
