import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  isListType,
  isObjectType,
} from 'graphql';
import { isRow } from './isRow.ts';

/** What lineage weighs, in rows: a statement for each product behind the contract, and every source event that it finds. */
const lineageWeight = 4;

/**
 * How many rows a list of objects within a row counts as, each time that it is asked for: what makes it is read and written
 * again for every alias. Nothing for a page, whose rows count themselves, and for what is no list.
 */
export function listRows({ type }: GraphQLField<unknown, unknown>): number {
  const item = getNamedType(type);
  if (!isListType(getNullableType(type)) || isRow(item) || isEdge(item)) return 0;
  return item.name === 'RowLineage' ? lineageWeight : 1;
}

function isEdge(type: GraphQLNamedType): boolean {
  const node = isObjectType(type) ? type.getFields()['node'] : undefined;
  return node !== undefined && isRow(getNamedType(node.type));
}
