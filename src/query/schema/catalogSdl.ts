import { shareableSdl, type SchemaFlavor } from './SchemaFlavor.ts';

/** The catalog: contracts explained to those who may use them. */
export function catalogSdl(flavor: SchemaFlavor): string {
  const shareable = shareableSdl(flavor);
  return `
"A contract version: what is promised, by whom, made of what."
type Contract${shareable} {
  "Without its version, in \`snake_case\`."
  name: String!
  "Counts from 1; a version never changes what it means."
  version: Int!
  "What a row is, and what it is not."
  description: String!
  "The business domain whose words it speaks."
  domain: String!
  "The team that answers for the promise."
  owner: String!
  "How far it reaches, and so how strictly it may change."
  tier: ContractTier!
  "Where the version stands in its life."
  status: ContractStatus!
  "How final its rows are."
  settlement: Settlement!
  "What its topic promises."
  delivery: Delivery!
  "The purposes for which you see this; the one of your request."
  purposes: [String!]!
  "Names of the fields that identify a row."
  key: [String!]!
  "The field whose value is a row's region. Null when there is none for you, or every row resides in one region."
  residency: String
  "The one region in which every row resides."
  residesIn: String
  "Where the definition stands that rules what the contract means."
  definedBy: String
  "The GraphQL type of its rows."
  typeName: String!
  "The root field that gives the row with a key."
  byKeyField: String!
  "The root field that gives rows page by page."
  listField: String!
  "The fields that exist for you."
  fields: [ContractField!]!
  "The links that exist for you."
  links: [ContractLink!]!
  "The promise about time."
  sla: ContractSla!
  "How new its rows are now."
  freshness: ContractFreshness!
  "What its rows are made of."
  lineage: [ContractSource!]!
  "Measures of meaning that are declared for it."
  quality: [QualityMeasure!]!
  "Every version that you may use, oldest first."
  versions: [Contract!]!
  "The next older version that you may use."
  supersedes: Contract
  "The next newer version that you may use."
  supersededBy: Contract
  "When its service ends, if it is deprecated."
  sunset: ContractSunset
  "Last day of service."
  expires: Date
}

"A field, and what stands behind its values."
type ContractField${shareable} {
  "As queries write it."
  name: String!
  "As a schema writes it, for example \`[String!]!\`."
  type: String!
  "What the value means."
  description: String!
  "The field that holds the unit, or the unit itself."
  unit: String
  "How sensitive the value is."
  classification: Classification!
  "What you see instead of the value; null when you see the value."
  mask: MaskStrategy
  "The purposes for which you see this; the one of your request."
  purposes: [String!]!
  "Where the value comes from."
  lineage: [ContractSource!]!
  "Where the definition stands that rules what the field means."
  definedBy: String
  "Why it should no longer be used; null when it may be."
  deprecated: String
  "Whether you can use it in \`where\`."
  filterable: Boolean!
  "Whether you can use it in \`orderBy\`."
  sortable: Boolean!
  "Fields of a nested type."
  fields: [ContractField!]!
}

"A field that leads to a row of another contract."
type ContractLink${shareable} {
  "As queries write it."
  name: String!
  "The contract version that it leads to, for example \`rider_history@1\`."
  to: String!
  "Which row it leads to."
  description: String!
  "Why it should no longer be used; null when it may be."
  deprecated: String
}

"The promise about time; ISO 8601 durations."
type ContractSla${shareable} {
  "Rows are at most this much older than the facts."
  freshness: Duration!
  "How long rows are kept."
  retention: Duration
  "Share of the time that answers come, 0 to 1."
  availability: Float
}

"How new a contract's rows are now."
type ContractFreshness${shareable} {
  "The time up to which all source events that had arrived are known to be applied. Null when nothing is known."
  asOf: DateTime
  "How long ago \`asOf\` was. Null when nothing is known."
  freshnessSeconds: Float
  "Whether that keeps the promised freshness. Null when nothing is known."
  slaMet: Boolean
}

"A data product's table or a reconciliation that a contract or a field is made of."
type ContractSource${shareable} {
  "\`product.table\` or the name of a reconciliation; for a field, with the field behind it."
  path: String!
  "What the path names."
  kind: SourceKind!
  "What its rows mean."
  description: String
  "The team that answers for it."
  owner: String
  "The product's kind of authority, or whose word counts in the reconciliation."
  authority: String
  "How old its facts are at most."
  freshness: Duration
  "How its producers may withdraw it."
  deprecationPolicy: String
}

"What stands behind a contract or a field."
enum SourceKind {
  "A table of a data product: one context's own view of its facts."
  PRODUCT
  "What was decided where contexts disagree."
  RECONCILIATION
}

"A measure of meaning and the limit below which it must stay, as the owner declares them; the gateway does not measure."
type QualityMeasure${shareable} {
  "Names the measure within its contract."
  id: String!
  "What the measure tells."
  description: String!
  "The owner's promise: the measure stays below this."
  mustBeLessThan: Float!
}

"When a deprecated version was deprecated and when its service ends."
type ContractSunset${shareable} {
  "Since when a newer version should be used."
  deprecatedOn: Date!
  "The last day of service."
  on: Date!
  "Why, and what to use instead."
  reason: String
}
`;
}
