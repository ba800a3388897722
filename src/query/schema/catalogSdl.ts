import { shareableSdl, type SchemaFlavor } from './SchemaFlavor.ts';

/** The catalog: contracts explained to those who may use them. */
export function catalogSdl(flavor: SchemaFlavor): string {
  const shareable = shareableSdl(flavor);
  return `
"A contract version: what is promised, by whom, made of what."
type Contract${shareable} {
  name: String!
  version: Int!
  description: String!
  domain: String!
  owner: String!
  tier: ContractTier!
  status: ContractStatus!
  settlement: Settlement!
  delivery: Delivery!
  "The purposes for which you see this; the one of your request."
  purposes: [String!]!
  "Names of the fields that identify a row."
  key: [String!]!
  "The field whose value is a row's region."
  residency: String
  "Where the definition stands that rules what the contract means."
  definedBy: String
  "The GraphQL type of its rows, and the root fields by key and for lists."
  typeName: String!
  byKeyField: String!
  listField: String!
  fields: [ContractField!]!
  sla: ContractSla!
  freshness: ContractFreshness!
  "What its rows are made of."
  lineage: [ContractSource!]!
  quality: [QualityMeasure!]!
  "Every version that you may use, oldest first."
  versions: [Contract!]!
  supersedes: Contract
  supersededBy: Contract
  sunset: ContractSunset
  "Last day of service."
  expires: Date
}

"A field, and what stands behind its values."
type ContractField${shareable} {
  name: String!
  "As a schema writes it, for example \`[String!]!\`."
  type: String!
  description: String!
  "The field that holds the unit, or the unit itself."
  unit: String
  classification: Classification!
  "What you see instead of the value; null when you see the value."
  mask: MaskStrategy
  purposes: [String!]!
  lineage: [ContractSource!]!
  definedBy: String
  "Why it should no longer be used; null when it may be."
  deprecated: String
  filterable: Boolean!
  sortable: Boolean!
  "Fields of a nested type."
  fields: [ContractField!]!
}

"The promise about time; ISO 8601 durations."
type ContractSla${shareable} {
  freshness: Duration!
  retention: Duration
  "Share of the time that answers come, 0 to 1."
  availability: Float
}

"How new a contract's rows are now."
type ContractFreshness${shareable} {
  "The time up to which all source events that had arrived are applied. Null when nothing is known."
  asOf: DateTime
  freshnessSeconds: Float
  "Null when nothing is known."
  slaMet: Boolean
}

"A data product's table or a reconciliation that a contract or a field is made of."
type ContractSource${shareable} {
  "\`product.table\` or the name of a reconciliation; for a field, with the field behind it."
  path: String!
  kind: SourceKind!
  description: String
  owner: String
  "The product's kind of authority, or whose word counts in the reconciliation."
  authority: String
  freshness: Duration
  "How its producers may withdraw it."
  deprecationPolicy: String
}

enum SourceKind {
  PRODUCT
  RECONCILIATION
}

"A measure of meaning and the limit below which it must stay."
type QualityMeasure${shareable} {
  id: String!
  description: String!
  mustBeLessThan: Float!
}

"When a deprecated version was deprecated and when its service ends."
type ContractSunset${shareable} {
  deprecatedOn: Date!
  on: Date!
  reason: String
}
`;
}
