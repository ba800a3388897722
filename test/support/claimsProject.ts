const shared = `"Why a consumer asks."
enum Purpose {
  "Working on a claim that is still open."
  CLAIM_HANDLING
  "Closing the books of a month."
  FINANCIAL_CLOSE
  "Looking into suspicious claims."
  FRAUD_REVIEW
}

"Where the insured risk lies."
enum Region {
  "Sweden, Norway, Finland, Denmark."
  NORTH
  "Spain, Italy, Portugal, Greece."
  SOUTH
}

"Currencies in which we insure, by ISO 4217."
enum Currency {
  "Euro of the European Union."
  EUR
  "Swedish krona."
  SEK
}

"Where something happened, no finer than a town."
type Locality {
  "Name of the town, in its own language."
  town: String @classified(as: INTERNAL)
  "The first digits that say which post office serves it."
  postalCode: String @classified(as: PERSONAL) @mask(strategy: FIRST_FOUR, clearFor: [CLAIM_HANDLING])
}
`;

const settledClaim = `"""
A claim that is closed for good: the payment has left our account and the balance holds.
"""
type SettledClaim
  @contract(
    domain: "claims"
    owner: "claims-data"
    tier: ENTERPRISE
    settlement: SETTLED
    purposes: [FINANCIAL_CLOSE, FRAUD_REVIEW]
  )
  @key(fields: "claimId")
  @sla(freshness: "PT24H", retention: "P10Y", availability: 0.99)
  @residency(by: "region")
  @derivedFrom(product: "claim_intake.claims", by: "claim_id")
  @derivedFrom(product: "claim_intake.offices", by: "office")
  @derivedFrom(reconciliation: "claim_balance", by: "claim_id")
  @index(fields: ["region", "settledAt"])
  @quality(id: "negative", description: "Share of claims below zero", sql: "select 0", mustBeLessThan: 0.01)
  @definedBy(source: "Claims manual, chapter 4") {
  "Identifies the case from the first call to the last payment."
  claimId: ID! @classified(as: INTERNAL)
  "When the payment left our account."
  settledAt: DateTime! @classified(as: INTERNAL) @filterable @sortable
  "What we paid in the end, after the insured person's own share."
  paidAmount: Decimal!
    @classified(as: CONFIDENTIAL)
    @unit(of: "currency")
    @lineage(from: ["claim_intake.claims.paidAmount", "claim_balance.difference"])
    @filterable
    @sortable
  "The money in which we paid."
  currency: Currency! @classified(as: PUBLIC)
  "The part of the market that bears it."
  region: Region @classified(as: PUBLIC) @filterable
  "Address to which we wrote about the outcome."
  holderEmail: String @classified(as: PERSONAL) @mask(strategy: EMAIL, clearFor: [FRAUD_REVIEW])
  "How suspicious the case looked to the model, from 0 to 100."
  riskScore: Int @classified(as: RESTRICTED) @purpose(allow: [FRAUD_REVIEW])
  "How the case was decided."
  outcome: ClaimOutcome! @classified(as: INTERNAL) @filterable
  "Every payment that we made for it, oldest first."
  payments: [Payment!]! @classified(as: CONFIDENTIAL)
  "Where the damage happened."
  locality: Locality @classified(as: PERSONAL)
  "Former name of the case's reference."
  oldReference: String @classified(as: INTERNAL) @deprecated(reason: "Use claimId.")
  "The whole file on the case."
  dossier: ClaimDossier @link(to: "claim_dossier@1", by: "claimId")
}

"How a claim can be decided."
enum ClaimOutcome {
  "We paid what was asked for."
  PAID_IN_FULL
  "We paid less than was asked for."
  PAID_IN_PART
  "Former word for a partial payment."
  REDUCED @deprecated(reason: "Use PAID_IN_PART.")
}

"One transfer of money to the insured person."
type Payment {
  "When it left our account."
  sentAt: DateTime! @classified(as: INTERNAL)
  "How much it was, in the currency of the claim."
  amount: Decimal! @classified(as: CONFIDENTIAL)
}
`;

const settledClaimSql = `select
  claims.claim_id,
  claims.settled_at,
  claims.paid_amount,
  claims.currency,
  claims.office,
  offices.region,
  claims.holder_email,
  claims.risk_score,
  case when claims.paid_amount >= claims.claimed_amount then 'PAID_IN_FULL' else 'PAID_IN_PART' end as outcome,
  jsonb_build_array(jsonb_build_object('sentAt', claims.settled_at, 'amount', claims.paid_amount::text)) as payments,
  case when claims.town is not null then jsonb_build_object('town', claims.town, 'postalCode', null) end as locality,
  null as old_reference
from claim_intake.claims
left join claim_intake.offices on offices.office = claims.office
join reconciliation.claim_balance on claim_balance.claim_id = claims.claim_id
where claims.settled_at is not null
`;

const claimDossier = `"Everything that the adjusters have written down about a case; filled by the archive."
type ClaimDossier
  @contract(
    domain: "claims"
    owner: "archive"
    tier: DOMAIN
    settlement: PROVISIONAL
    purposes: [CLAIM_HANDLING, FRAUD_REVIEW]
  )
  @key(fields: "claimId")
  @sla(freshness: "PT1M")
  @serving(table: "archive.dossiers", topic: "archive.dossiers", format: DEBEZIUM, asOf: "loaded_at") {
  "Identifies the case from the first call to the last payment."
  claimId: ID! @classified(as: INTERNAL)
  "Notes in the order in which they were taken."
  notes: [String!] @classified(as: PERSONAL) @mask(strategy: NULLIFY, clearFor: [CLAIM_HANDLING])
}
`;

const product = `"A claim as it was reported and as it stands; one row a claim."
type Claim
  @product(
    table: "claims"
    owner: "intake"
    authority: SYSTEM_OF_RECORD
    freshness: "PT1M"
    deprecation: "Announced half a year ahead."
  )
  @key(fields: "claimId")
  @source(topic: "intake.claims") {
  "Given at the first call and never reused."
  claimId: ID! @classified(as: INTERNAL)
  "The office that took the call."
  office: String
  "What the insured person asked for."
  claimedAmount: Decimal
  "What has been paid so far."
  paidAmount: Decimal
  "Money in which it is insured."
  currency: Currency!
  "Where the damage happened, as the caller said it."
  town: String
  "Address for letters about the claim."
  holderEmail: String @classified(as: PERSONAL)
  "Estimate of the model, from 0 to 100."
  riskScore: Int
  "Time of the newest report about the claim."
  reportedAt: DateTime!
  "When the last payment was made; null while the claim is open."
  settledAt: DateTime
}

"An office and the region that it works for."
type Office
  @product(
    table: "offices"
    owner: "intake"
    authority: REPLICA
    freshness: "P30D"
    deprecation: "Announced half a year ahead."
  )
  @key(fields: "office")
  @source(file: "offices.csv") {
  "Name of the town in which it is."
  office: ID!
  "The part of the market that it serves."
  region: Region!
}
`;

const productSql = `with reported as (
  select distinct on (payload ->> 'claimId') payload, event_time
  from batch
  order by payload ->> 'claimId', event_time desc, "offset" desc
), kept as (
  insert into claim_intake.claims as held
    (claim_id, office, claimed_amount, paid_amount, currency, town, holder_email, risk_score, reported_at, settled_at)
  select
    payload ->> 'claimId', payload ->> 'office', (payload ->> 'claimedAmount')::numeric,
    (payload ->> 'paidAmount')::numeric, payload ->> 'currency', payload ->> 'town', payload ->> 'holderEmail',
    (payload ->> 'riskScore')::integer, event_time, (payload ->> 'settledAt')::timestamptz
  from reported
  on conflict (claim_id) do update set
    office = excluded.office, claimed_amount = excluded.claimed_amount, paid_amount = excluded.paid_amount,
    currency = excluded.currency, town = excluded.town, holder_email = excluded.holder_email,
    risk_score = excluded.risk_score, reported_at = excluded.reported_at, settled_at = excluded.settled_at
  where excluded.reported_at >= held.reported_at
)
select 'claims' as product_table, jsonb_build_object('claim_id', payload ->> 'claimId') as identity,
  source, partition, "offset"
from batch
`;

const reconciliation = `"Whether what we paid for a claim fits what was asked for."
type ClaimBalance
  @reconciliation(owner: "claims-data", authority: "The ledger decides; the intake only asks.")
  @key(fields: "claimId")
  @derivedFrom(product: "claim_intake.claims", by: "claim_id") {
  "The claim that is judged."
  claimId: ID!
  "Paid less claimed; null while one of the two is unknown."
  difference: Decimal
}

"Cases that somebody must look at."
enum ClaimBalanceException {
  "We paid more than was asked for."
  PAID_TOO_MUCH @exception(owner: "claims-data", severity: HIGH, dueWithin: "P3D")
}
`;

const resolveSql = `select claim_id, paid_amount - claimed_amount as difference
from claim_intake.claims
`;

const exceptionsSql = `select 'PAID_TOO_MUCH' as kind, (paid_amount - claimed_amount)::text as detail, claim_id
from claim_intake.claims
where paid_amount > claimed_amount
`;

const consumers = `consumers:
  month-end-close:
    team: finance-data
    class: OPERATIONAL_REPORTING
    description: Monthly close of what we paid.
    agreements:
      - contract: settled_claim@1
        purposes: [FINANCIAL_CLOSE]
        regions: ALL
        until: 2028-12-31
  fraud-desk:
    team: investigations
    class: DECISION_AUTOMATION
    description: People and models that look for fraud.
    agreements:
      - contract: settled_claim@1
        purposes: [FRAUD_REVIEW]
        regions: [NORTH]
        until: 2028-12-31
      - contract: claim_dossier@1
        purposes: [FRAUD_REVIEW]
        regions: ALL
        until: 2028-12-31
        acceptsProvisional: true
`;

/** The files of a small insurer's project, by path; in a domain of its own, so that nothing leans on the retailer. */
export const claimsProject: Readonly<Record<string, string>> = {
  'schema/shared.graphql': shared,
  'schema/consumers.yaml': consumers,
  'schema/contracts/settled_claim/v1.graphql': settledClaim,
  'schema/contracts/settled_claim/v1.sql': settledClaimSql,
  'schema/contracts/claim_dossier/v1.graphql': claimDossier,
  'schema/products/claim_intake/product.graphql': product,
  'schema/products/claim_intake/project.sql': productSql,
  'schema/products/claim_intake/offices.csv': 'office,region\nUppsala,NORTH\nSevilla,SOUTH\n',
  'schema/reconciliations/claim_balance/reconciliation.graphql': reconciliation,
  'schema/reconciliations/claim_balance/resolve.sql': resolveSql,
  'schema/reconciliations/claim_balance/exceptions.sql': exceptionsSql,
};
