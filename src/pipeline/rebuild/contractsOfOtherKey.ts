import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Session } from '../../storage/Database.ts';

/** Ids of the contract versions that were last rebuilt with another mask key; what was never rebuilt has none. */
export async function contractsOfOtherKey(
  session: Session,
  { contracts }: Project,
  { fingerprint }: MaskKeys,
): Promise<readonly string[]> {
  const found = await session.query<{ contract: string }>({
    text: 'select contract from contract.mask_key where contract = any($1) and fingerprint <> $2 order by contract',
    values: [contracts.map(({ id }) => id), fingerprint],
  });
  return found.map(({ contract }) => contract);
}
