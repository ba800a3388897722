import type { Project } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { contractsOfOtherKey } from '../../pipeline/rebuild/contractsOfOtherKey.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';

/**
 * Makes sure that the gateway masks like the last rebuild, and so like every other gateway on the database.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when a contract was rebuilt with another mask key
 */
export async function assertMaskKey(database: Database, project: Project, keys: MaskKeys): Promise<void> {
  const others = await contractsOfOtherKey(database, project, keys);
  if (others.length === 0) return;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `CONCORDAT_MASK_KEY is not the key with which the last rebuild made ${others.join(', ')}: HASH and TOKEN fields would show other values, and filters by them would find nothing.`,
    {
      fix: 'Start with the key of the last rebuild, or run "concordat rebuild" with this one.',
      mayBeLogged: true,
    },
  );
}
