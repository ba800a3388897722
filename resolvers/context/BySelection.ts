import type { FieldNode } from 'graphql';

/**
 * What was found out of selections, once each: graphql-js hands the same nodes to the resolver of every row of a list, and in every
 * execution of a document the same node where there is one, in a list of its own.
 */
export class BySelection<T> {
  readonly #known = new WeakMap<object, { readonly value: T }>();

  /** @param find - called where nobody has asked for these nodes before */
  of(nodes: readonly FieldNode[], find: () => T): T {
    const [first = nodes] = nodes;
    const key = nodes.length === 1 ? first : nodes;
    const known = this.#known.get(key) ?? { value: find() };
    this.#known.set(key, known);
    return known.value;
  }
}
