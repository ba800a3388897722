import type { Project } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Session } from '../../storage/Database.ts';
import { replacedContracts } from './replacedContracts.ts';

/**
 * To be asked under a lock that no rebuild gets past: what this project derives must not be written among what another one has
 * derived.
 *
 * @throws ConcordatError PROJECT_REPLACED
 */
export async function assertNotReplaced(session: Session, project: Project): Promise<void> {
  const [contract, ...others] = await replacedContracts(session, project);
  if (contract === undefined) return;
  const what = others.length === 0 ? contract : `${contract} and ${others.length} more`;
  throw new ConcordatError(
    'PROJECT_REPLACED',
    `Another version of the project was derived last (${what}), so that this one derives nothing.`,
    {
      fix: 'End this process where the other version is the one to run. Otherwise start it again, or run "concordat rebuild" with its project: all is derived anew then.',
    },
  );
}
