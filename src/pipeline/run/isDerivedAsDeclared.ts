import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Session } from '../../storage/Database.ts';
import { derivedContracts } from '../materialize/materializeContract.ts';
import { contractsOfOtherKey } from '../rebuild/contractsOfOtherKey.ts';
import { projectDigest } from '../rebuild/projectDigest.ts';

/**
 * Whether the last rebuild was of this very project with this mask key, so that what arrived since is all there is to derive.
 * Where nothing is derived into a contract, nobody can tell.
 */
export async function isDerivedAsDeclared(
  session: Session,
  project: Project,
  maskKeys: MaskKeys,
): Promise<boolean> {
  const contracts = derivedContracts(project).map(({ id }) => id);
  const current = await session.query<{ contract: string }>({
    text: 'select contract from contract.state where contract = any($1) and project = $2',
    values: [contracts, projectDigest(project)],
  });
  if (contracts.length === 0 || current.length < contracts.length) return false;
  return (await contractsOfOtherKey(session, project, maskKeys)).length === 0;
}
