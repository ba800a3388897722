import { type FieldNode, type FragmentDefinitionNode, Kind, print, visit } from 'graphql';

/**
 * What a subscription selects, as text: equal texts select the same. The root field's own arguments are not part of it, nor
 * variables that stand nowhere else.
 *
 * @param variables - coerced, with defaults: an operation may declare others for the same text
 */
export function selectionText(
  nodes: readonly FieldNode[],
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  variables: Readonly<Record<string, unknown>>,
): string {
  const spread = new Map<string, string>();
  const used = new Map<string, unknown>();
  const look = (node: FieldNode['selectionSet'] | FragmentDefinitionNode): void => {
    if (node === undefined) return;
    visit(node, {
      Variable: ({ name }) => {
        // One that is not given is another than null.
        used.set(name.value, Object.hasOwn(variables, name.value) ? [variables[name.value]] : []);
      },
      FragmentSpread: ({ name }) => {
        const fragment = fragments[name.value];
        if (fragment === undefined || spread.has(name.value)) return;
        spread.set(name.value, print(fragment));
        look(fragment);
      },
    });
  };
  for (const { selectionSet } of nodes) look(selectionSet);
  const [first] = nodes;
  const sets = nodes.map(({ selectionSet }) =>
    selectionSet === undefined
      ? ''
      : print({ kind: Kind.SELECTION_SET, selections: selectionSet.selections }),
  );
  return JSON.stringify([
    first?.alias?.value ?? first?.name.value,
    sets,
    [...spread].sort(),
    [...used].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
