import { shareableSdl, type SchemaFlavor } from './SchemaFlavor.ts';

/** Types that every caller's schema has: paging and what stands behind a row. */
export function sharedTypesSdl(flavor: SchemaFlavor): string {
  const shareable = shareableSdl(flavor);
  return `
"Which rows come first."
enum OrderDirection {
  "Smallest first, null last."
  ASC
  "Null first, then the largest."
  DESC
}

"Where a page stands in its list."
type PageInfo${shareable} {
  "Whether rows follow."
  hasNextPage: Boolean!
  "Whether rows precede."
  hasPreviousPage: Boolean!
  "Of the first row, for \`before\`; null on an empty page."
  startCursor: String
  "Of the last row, for \`after\`; null on an empty page."
  endCursor: String
}

"What stands behind a row."
type RowMeta${shareable} {
  "Grows with every change of the row. Null for a table that another pipeline fills."
  revision: BigInt
  "The time up to which all source events that had arrived are known to be applied. Null when nothing is known."
  asOf: DateTime
  "PROVISIONAL also for a row of a settled contract while an exception about it is open."
  settlement: Settlement!
  "Open reconciliation exceptions about the row."
  exceptions: [RowException!]!
  "The product rows behind the row, each with its source events."
  lineage: [RowLineage!]!
}

"A case where contexts disagree about a row, and who must look at it."
type RowException${shareable} {
  "Identifies the exception while it lasts."
  id: ID!
  "What is wrong, as its reconciliation names it. WITHHELD stands for all exceptions of a reconciliation whose kind would tell of values that are not for you to see."
  kind: String!
  "The team that must look at it; for what is WITHHELD the team of the reconciliation."
  owner: String!
  "When it was found. Null for what is WITHHELD."
  openedAt: DateTime
  "When it must be resolved. Null for what is WITHHELD."
  dueAt: DateTime
}

"A row of a data product."
type RowLineage${shareable} {
  "As \`product.table\`."
  product: String!
  "The values of the product row's key; keyed hashes where they are sensitive."
  identity: JSON!
  "In the order of their time."
  events: [SourceEvent!]!
}

"A source event as it arrived; its payload is not for consumers."
type SourceEvent${shareable} {
  "The topic that it arrived on."
  source: String!
  "The partition of the topic."
  partition: Int!
  "Its place in the partition."
  offset: BigInt!
  "What the event says has happened, if it says so."
  eventType: String
  "The time that its record carries; null where that is in no year from 0001 to 9999."
  eventTime: DateTime
  "When Concordat took it in."
  receivedAt: DateTime!
}
`;
}
