import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * Sums something over a selection set as if every fragment were written out where it is spread. Each fragment is
 * summed once, so the time is linear in the document even where the sum is exponential; a cycle counts once, for
 * validation refuses it anyway.
 */
export class ExpandedCount {
  readonly #fragmentNamed: (name: string) => FragmentDefinitionNode | null | undefined;
  readonly #ofField: (nested: number) => number;
  readonly #sums = new Map<string, number>();

  /**
   * @param fragmentNamed finds a fragment of the document
   * @param ofField what a field adds, given the sum of what is nested in it
   */
  constructor(
    fragmentNamed: (name: string) => FragmentDefinitionNode | null | undefined,
    ofField: (nested: number) => number,
  ) {
    this.#fragmentNamed = fragmentNamed;
    this.#ofField = ofField;
  }

  of(selectionSet: SelectionSetNode): number {
    return selectionSet.selections.reduce<number>((sum, selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return sum + this.#ofField(selection.selectionSet ? this.of(selection.selectionSet) : 0);
        case Kind.INLINE_FRAGMENT:
          return sum + this.of(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD:
          return sum + this.#ofFragment(selection.name.value);
      }
    }, 0);
  }

  #ofFragment(name: string): number {
    const known = this.#sums.get(name);
    if (known !== undefined) return known;
    this.#sums.set(name, 0);
    const fragment = this.#fragmentNamed(name);
    const sum = fragment ? this.of(fragment.selectionSet) : 0;
    this.#sums.set(name, sum);
    return sum;
  }
}
