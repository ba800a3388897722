import { Kind } from 'graphql';
import type { NamedTypeNode, TypeNode } from 'graphql';

/** A field's type as it is written. */
export interface TypeReference {
  readonly name: string;
  readonly nonNull: boolean;
  readonly itemNonNull: boolean;
  /** How many lists stand around the name. */
  readonly depth: number;
  readonly node: NamedTypeNode;
}

export function readTypeReference(node: TypeNode): TypeReference {
  const nonNull = node.kind === Kind.NON_NULL_TYPE;
  const inner = nonNull ? node.type : node;
  if (inner.kind === Kind.NAMED_TYPE) {
    return { name: inner.name.value, nonNull, itemNonNull: false, depth: 0, node: inner };
  }
  const item = readTypeReference(inner.type);
  return { name: item.name, nonNull, itemNonNull: item.nonNull, depth: item.depth + 1, node: item.node };
}
