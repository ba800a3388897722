import { Kind, visit, type DefinitionNode, type DocumentNode } from 'graphql';

/**
 * Leaves out every definition that can't be reached from `Query` or `Subscription`: a schema must not show a type that no visible field
 * uses.
 */
export function pruneDefinitions(document: DocumentNode): DocumentNode {
  const byName = new Map<string, DefinitionNode>(
    document.definitions.flatMap((definition) => {
      const name = nameOf(definition);
      return name === undefined ? [] : [[name, definition]];
    }),
  );
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const definition = byName.get(name);
    if (definition === undefined || reached.has(name)) return;
    reached.add(name);
    visit(definition, {
      NamedType: (node) => {
        reach(node.name.value);
      },
    });
  };
  reach('Query');
  reach('Subscription');
  return {
    kind: Kind.DOCUMENT,
    definitions: document.definitions.filter((definition) => {
      const name = nameOf(definition);
      return name === undefined || reached.has(name);
    }),
  };
}

function nameOf(definition: DefinitionNode): string | undefined {
  return 'name' in definition ? definition.name.value : undefined;
}
