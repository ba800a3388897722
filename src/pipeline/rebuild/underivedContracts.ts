import type { Project } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';
import { replacedContracts } from './replacedContracts.ts';

/**
 * Contract versions that no rebuild has derived since they or what they are made of were declared as they are: what changes
 * from now on is not enough for them. Also those that another version of the project was derived into last.
 */
export async function underivedContracts(session: Session, project: Project): Promise<readonly string[]> {
  const derived = project.contracts.filter(({ sql }) => sql !== undefined).map(({ id }) => id);
  const missing = await session.query<{ id: string }>({
    text: `select id from unnest($1::text[]) c (id)
      where not exists (select from contract.state s where s.contract = c.id)`,
    values: [derived],
  });
  const replaced = await replacedContracts(session, project);
  return [...missing.map(({ id }) => id), ...replaced].toSorted();
}
