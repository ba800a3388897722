import type { Project } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { developmentMaskKey } from '../../policy/identity/developmentIdentity.ts';
import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Session } from '../../storage/Database.ts';

interface MaskKeyChoice {
  readonly maskKey?: string | undefined;
  readonly databaseUrl?: string | undefined;
}

/**
 * The mask keys of the setting. Without one they are those of development, where the last rebuild was made with these, as
 * `npm start` does, and on an embedded database also where there was none yet: nobody changes a key by leaving it out.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the key has to be given
 */
export async function chooseMaskKeys(
  session: Session,
  { contracts }: Project,
  { maskKey, databaseUrl }: MaskKeyChoice,
): Promise<MaskKeys> {
  if (maskKey !== undefined) return deriveMaskKeys(maskKey);
  const keys = deriveMaskKeys(developmentMaskKey);
  const known = await session.query<{ fingerprint: string }>({
    text: 'select distinct fingerprint from contract.mask_key where contract = any ($1)',
    values: [contracts.map(({ id }) => id)],
  });
  const isOfDevelopment = known.every(({ fingerprint }) => fingerprint === keys.fingerprint);
  if (isOfDevelopment && (databaseUrl === undefined || known.length > 0)) return keys;
  throw new ConcordatError(
    'CONFIGURATION_INVALID',
    `--mask-key <secret>, CONCORDAT_MASK_KEY is missing: ${
      known.length === 0
        ? 'the database was never rebuilt, and filters by masked values need the same key as serve.'
        : 'the last rebuild was made with another key than that of development.'
    }`,
    { fix: 'Give the key of the gateways; of a database of "npm start", the one that it was started with.' },
  );
}
