import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Session } from '../../storage/Database.ts';
import { embeddedDestination, readPublication } from './publication.ts';

/**
 * Makes sure that a contract's changes are where they are to be read, if they were ever published: elsewhere nobody would hear anything, and
 * not be told why.
 *
 * @param destination - as `contract.publication` has it
 * @throws ConcordatError FEED_UNAVAILABLE
 */
export async function assertPublishedAt(
  session: Session,
  contract: string,
  destination: string,
): Promise<void> {
  const publication = await readPublication(session, contract);
  if (publication === undefined || publication.destination === destination) return;
  const [there, here] = [publication.destination, destination].map((one) =>
    one === embeddedDestination ? 'in the embedded feed' : `at ${one}`,
  );
  throw new ConcordatError(
    'FEED_UNAVAILABLE',
    `Changes of ${contract} are published ${there}, and this gateway looks for them ${here}.`,
    { fix: 'Set KAFKA_BROKERS for the gateway as it is set for the pipeline.', subject: contract },
  );
}
