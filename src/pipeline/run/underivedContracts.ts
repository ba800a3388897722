import type { Project } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';

/**
 * Contract versions that no rebuild has derived since they or what they are made of were declared as they are: what changes
 * from now on is not enough for them.
 */
export async function underivedContracts(session: Session, project: Project): Promise<readonly string[]> {
  const derived = project.contracts.filter(({ sql }) => sql !== undefined).map(({ id }) => id);
  const rows = await session.query<{ id: string }>({
    text: `select id from unnest($1::text[]) c (id)
      where not exists (select from contract.state s where s.contract = c.id) order by id`,
    values: [derived],
  });
  return rows.map(({ id }) => id);
}
