import type { Project } from '../../contract/model.ts';
import type { Session } from '../../storage/Database.ts';
import { projectDigest } from './projectDigest.ts';

/** Contract versions that another project was derived into last: their rows are not what this one makes of the events. */
export async function replacedContracts(session: Session, project: Project): Promise<readonly string[]> {
  const rows = await session.query<{ contract: string }>({
    text: 'select contract from contract.state where project is distinct from $1 order by contract',
    values: [projectDigest(project)],
  });
  return rows.map(({ contract }) => contract);
}
