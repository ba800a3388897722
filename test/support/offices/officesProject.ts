import type { ProjectFiles } from '../../../src/config/ProjectFiles.ts';
import { claimsProject } from '../claimsProject.ts';
import { fixturePaths, projectFixture } from '../projectFixture.ts';

/** Reads every event whole before it writes, so that whether it can be understood does not depend on the batch. */
const productSql = `with event as materialized (
  select source, partition, "offset", event_time,
    payload ->> 'claimId' as claim_id, payload ->> 'office' as office, payload ->> 'currency' as currency,
    (payload ->> 'claimedAmount')::numeric as claimed, (payload ->> 'paidAmount')::numeric as paid,
    (payload ->> 'settledAt')::timestamptz as settled_at
  from batch
  where payload ->> 'claimId' <> '' and payload ->> 'currency' is not null
), newest as (
  select distinct on (claim_id) * from event order by claim_id, event_time desc, "offset" desc
), kept as (
  insert into claim_intake.claims as held
    (claim_id, office, claimed_amount, paid_amount, currency, reported_at, settled_at)
  select claim_id, office, claimed, paid, currency, event_time, settled_at from newest
  on conflict (claim_id) do update set
    office = excluded.office, claimed_amount = excluded.claimed_amount, paid_amount = excluded.paid_amount,
    currency = excluded.currency, reported_at = excluded.reported_at, settled_at = excluded.settled_at
  where excluded.reported_at >= held.reported_at
)
select 'claims' as product_table, jsonb_build_object('claim_id', claim_id) as identity, source, partition, "offset"
from event
`;

const reconciliation = `"What an office has paid for all of its settled claims, which come in through every partition."
type OfficeTotal
  @reconciliation(owner: "controlling", authority: "The sum of the claims; nobody else keeps one.")
  @key(fields: "office")
  @derivedFrom(product: "claim_intake.claims", by: "office") {
  "The office that took the calls."
  office: ID!
  "How many of its claims are settled."
  settledClaims: Int!
  "What it has paid for them."
  paidTotal: Decimal!
}

"What can be wrong with an office."
enum OfficeTotalException {
  "It has paid more than an office may."
  OFFICE_OVERSPENT @exception(owner: "controlling", severity: MEDIUM, dueWithin: "P7D")
}
`;

const resolveSql = `select office, count(*)::integer as settled_claims, sum(paid_amount) as paid_total
from claim_intake.claims
where settled_at is not null and paid_amount is not null and office is not null
group by office
`;

const exceptionsSql = `select 'OFFICE_OVERSPENT' as kind, sum(paid_amount)::text as detail, office
from claim_intake.claims
where settled_at is not null and paid_amount is not null and office is not null
group by office
having sum(paid_amount) > 20
`;

const officeSpending = `"What an office has spent on claims so far."
type OfficeSpending
  @contract(domain: "claims", owner: "controlling", tier: DOMAIN, settlement: SETTLED, purposes: [FINANCIAL_CLOSE])
  @key(fields: "office")
  @sla(freshness: "PT24H")
  @derivedFrom(reconciliation: "office_total", by: "office")
  @derivedFrom(product: "claim_intake.offices", by: "office") {
  "The office that took the calls."
  office: ID! @classified(as: INTERNAL)
  "The part of the market that it serves."
  region: Region @classified(as: PUBLIC)
  "How many of its claims are settled."
  settledClaims: Int! @classified(as: INTERNAL) @unit(of: "claims")
  "What it has paid for them."
  paidTotal: Decimal! @classified(as: CONFIDENTIAL) @unit(of: "the claims' own currencies")
}
`;

const officeSpendingSql = `select office_total.office, offices.region, office_total.settled_claims, office_total.paid_total
from reconciliation.office_total
left join claim_intake.offices on offices.office = office_total.office
`;

const without = (path: string, piece: RegExp): string => (claimsProject[path] ?? '').replace(piece, '');

/**
 * The insurer's project, all of it derived, with what the fixture has not: rows that are reached from several partitions (the
 * totals of offices), and exceptions of them.
 */
export function officesProject(): ProjectFiles {
  const { settledClaim, settledClaimSql, consumers, claimDossier } = fixturePaths;
  return projectFixture({
    [claimDossier]: undefined,
    [settledClaim]: without(settledClaim, /\n {2}"[^"]*"\n {2}dossier:.*/),
    [consumers]: without(consumers, / {6}- contract: claim_dossier@1\n(?: {8}.*\n)*/g),
    [settledClaimSql]: `${(claimsProject[settledClaimSql] ?? '').trimEnd()} and claims.paid_amount is not null\n`,
    [fixturePaths.productSql]: productSql,
    'schema/reconciliations/office_total/reconciliation.graphql': reconciliation,
    'schema/reconciliations/office_total/resolve.sql': resolveSql,
    'schema/reconciliations/office_total/exceptions.sql': exceptionsSql,
    'schema/contracts/office_spending/v1.graphql': officeSpending,
    'schema/contracts/office_spending/v1.sql': officeSpendingSql,
  });
}
