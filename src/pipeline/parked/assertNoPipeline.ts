import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Session } from '../../storage/Database.ts';

const aliveText = `
  select from pipeline.lease where starts_with(name, 'deriver:') and expires_at > clock_timestamp() limit 1`;

/**
 * To be asked before one version of the project writes among what another one has derived: a pipeline of the other one could not
 * go on then.
 *
 * @throws ConcordatError PROJECT_REPLACED
 */
export async function assertNoPipeline(session: Session): Promise<void> {
  const [alive] = await session.query({ text: aliveText });
  if (alive === undefined) return;
  throw new ConcordatError(
    'PROJECT_REPLACED',
    'A pipeline runs that derives by another version of the project than this one, and would have to stand still after a replay by this one.',
    {
      fix: 'Start the pipeline with this version: it derives all anew then, and applies what is parked. Or replay with the version that the pipeline has.',
    },
  );
}
