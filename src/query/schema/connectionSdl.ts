import type { Contract } from '../../contract/model.ts';

/** The connection and edge types of a contract's list: https://relay.dev/graphql/connections.htm */
export function connectionSdl({ typeName, id }: Contract): string {
  return `
"A page of rows of ${id}."
type ${typeName}Connection {
  "The rows with their cursors."
  edges: [${typeName}Edge!]!
  "The rows without their cursors; null instead of one only with an error that says why it cannot be shown."
  nodes: [${typeName}]!
  "Where the page stands in the list."
  pageInfo: PageInfo!
  "How many rows match, on all pages. Counted only when it is asked for."
  totalCount: Int!
}

"A row and its place in the list."
type ${typeName}Edge {
  "Opaque; good for the same caller, field and \`orderBy\`."
  cursor: String!
  "The row itself; null only with an error that says why it cannot be shown."
  node: ${typeName}
}
`;
}
