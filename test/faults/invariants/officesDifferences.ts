import type { Project } from '../../../src/contract/model.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { compareRows } from '../../integration/retailer/compareRows.ts';
import type { PlainOffices } from '../../plain/offices/computeOffices.ts';
import { readServing } from './readServing.ts';

const openText = `
  select kind, trim_scale(detail::numeric)::text as detail, coalesce(subject ->> 'claim_id', subject ->> 'office') as about
  from reconciliation.exception where resolved_at is null`;

/** I2: where the offices' serving tables and open exceptions are not what the plain model says. */
export async function officesDifferences(
  session: Session,
  project: Project,
  expected: PlainOffices,
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const contract of project.contracts) {
    const wanted = contract.name === 'settled_claim' ? expected.settledClaims : expected.officeSpending;
    const names = Object.keys(wanted[0] ?? {});
    const rows = await readServing(session, contract);
    const compared = rows.map((row) =>
      names.length === 0 ? row : Object.fromEntries(names.map((name) => [name, row[name]])),
    );
    const found = compareRows(
      wanted,
      compared,
      contract.key.map(({ name }) => name),
    );
    differences.push(...found.map((one) => `${contract.id}: ${one}`));
  }
  const open = await session.query({ text: openText });
  return [...differences, ...compareRows(expected.exceptions, open, ['kind', 'about'])];
}
