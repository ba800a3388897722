import type { Contract, Project } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';
import { quoteName } from '../../storage/quoteName.ts';
import { contractTopics } from './contractTopics.ts';

/** How a contract version's rows were made. */
export interface ContractState {
  /** ISO time up to which they are made of what has arrived; null for a contract that was never derived, or an existing table that does not say. */
  readonly asOf: string | null;
  /** Fingerprint of the mask key with which it was last rebuilt; null when it never was. */
  readonly maskKey: string | null;
}

interface DerivedRow {
  readonly contract: string;
  readonly derived_at: string | null;
  readonly waiting_since: string | null;
  readonly looked_at: string | null;
  readonly is_unknown: boolean;
  readonly mask_key: string | null;
}

const derivedText = `
  with waiting as (
    select r.source, (
      select e.received_at from raw.event e
      where e.source = r.source and e.partition = r.partition and e."offset" >= coalesce(d.next_offset, 0)
      order by e."offset" limit 1
    ) as since
    from raw.position r left join pipeline.position d using (source, partition)
    where r.next_offset > coalesce(d.next_offset, 0)
  ),
  looked as (
    select source, case when l.source is not null then l.looked_at else (
      select e.received_at from raw.event e
      where e.source = k.source and e.partition = k.partition
      order by e."offset" desc limit 1
    ) end as at
    from (
      select source, partition from raw.look union select source, partition from raw.position where partition >= 0
    ) k left join raw.look l using (source, partition)
  )
  select c.contract, s.derived_at, k.fingerprint as mask_key,
    (select min(since) from waiting w where c.topics ? w.source) as waiting_since,
    (select min(at) from looked l where c.topics ? l.source) as looked_at,
    exists (select from looked l where c.topics ? l.source and l.at is null) as is_unknown
  from jsonb_to_recordset($1) c (contract text, topics jsonb)
  left join contract.state s on s.contract = c.contract
  left join contract.mask_key k on k.contract = c.contract`;

async function newestOf(session: Session, { serving }: Contract): Promise<string | null> {
  if (serving.asOfColumn === undefined) return null;
  // Of infinity and what has no year of four digits nobody could say how long ago it was.
  const column = quoteName(serving.asOfColumn);
  const [row] = await session.query<{ newest: string | null }>({
    text: `select max(${column})::timestamptz as newest from ${quoteName(serving.schema, serving.table)}
      where ${column} >= '0001-01-01Z' and ${column} < '10000-01-01Z'`,
  });
  return row?.newest ?? null;
}

/** The earliest of the times; `now` where there is none, and nothing is later than it. */
function earliest(now: Date, ...times: readonly (string | null)[]): string {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return new Date(Math.min(now.getTime(), ...known)).toISOString();
}

/**
 * The states of contract versions, by id. The as-of (design, section 4) is `now` where everything that has arrived is applied, else when
 * the first event arrived that is not. Of topics nobody knows what has arrived since somebody last saw them with everything applied
 * (`raw.look`): it is never later than that, and null where one is read and was never seen so. What nobody reads, as files, is known up to its last event. For an existing table it is the newest value of the column that `@serving(asOf:)` names.
 */
export async function readContractStates(
  session: Session,
  project: Project,
  contracts: readonly Contract[],
  now: Date,
): Promise<ReadonlyMap<string, ContractState>> {
  const derived = contracts
    .filter(({ sql }) => sql !== undefined)
    .map((contract) => ({ contract: contract.id, topics: contractTopics(project, contract) }));
  const rows = await session.query<DerivedRow>({ text: derivedText, values: [JSON.stringify(derived)] });
  const states = new Map<string, ContractState>(
    rows.map((row) => [
      row.contract,
      {
        asOf:
          row.derived_at === null || row.is_unknown ? null : earliest(now, row.waiting_since, row.looked_at),
        maskKey: row.mask_key,
      },
    ]),
  );
  for (const contract of contracts) {
    if (contract.sql === undefined)
      states.set(contract.id, { asOf: await newestOf(session, contract), maskKey: null });
  }
  return states;
}
