import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Session } from '../../storage/Database.ts';
import { derivedContracts } from '../materialize/materializeContract.ts';
import { contractsOfOtherKey } from '../rebuild/contractsOfOtherKey.ts';
import { underivedContracts } from '../rebuild/underivedContracts.ts';

/**
 * Whether all that was derived since the last rebuild, and that itself, was of this very project with this mask key, so that what
 * arrived since is all there is to derive. Where nothing is derived into a contract, nobody can tell.
 */
export async function isDerivedAsDeclared(
  session: Session,
  project: Project,
  maskKeys: MaskKeys,
): Promise<boolean> {
  if (derivedContracts(project).length === 0) return false;
  if ((await underivedContracts(session, project)).length > 0) return false;
  return (await contractsOfOtherKey(session, project, maskKeys)).length === 0;
}
