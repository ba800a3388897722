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
  )
  select c.contract, s.derived_at, k.fingerprint as mask_key,
    (select min(since) from waiting w where c.topics ? w.source) as waiting_since
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

/**
 * The states of contract versions, by id. The as-of (design, section 4) is `now` where everything that has arrived is applied, else when
 * the first event arrived that is not. For an existing table it is the newest value of the column that `@serving(asOf:)` names.
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
    rows.map(({ contract, derived_at, waiting_since, mask_key: maskKey }) => [
      contract,
      { asOf: derived_at === null ? null : (waiting_since ?? now.toISOString()), maskKey },
    ]),
  );
  for (const contract of contracts) {
    if (contract.sql === undefined)
      states.set(contract.id, { asOf: await newestOf(session, contract), maskKey: null });
  }
  return states;
}
