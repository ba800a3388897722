import type { Contract } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { ChangeSink } from './ChangeSink.ts';
import {
  embeddedDestination,
  readNoteMark,
  readPublication,
  replacePublication,
  unknownTopic,
  type NoteMark,
} from './publication.ts';
import { publishAgain } from './publishAgain.ts';

const destination = embeddedDestination;

/** The channel of `LISTEN` on which the embedded feed tells of news; the payload is the contract's id. */
export const feedChannel = 'concordat_feed';

/**
 * Publishes into the embedded feed in Postgres, with the transaction's commit.
 *
 * @param takesOver - whether also what is published on a topic, which nobody publishes on from then on
 */
export function createEmbeddedSink({ id }: Contract, takesOver = false): ChangeSink {
  let noted: NoteMark | undefined;
  return {
    destination: 'EMBEDDED',
    topic: id,
    async recover(transaction) {
      const before = await readPublication(transaction, id);
      if (before !== undefined && before.destination !== destination) {
        if (!takesOver) throw publishedOnTopic(id, before.destination);
        await publishAgain(transaction, id);
      }
      noted =
        before?.destination === destination
          ? await readNoteMark(transaction, id)
          : await replacePublication(transaction, id, { destination, ...unknownTopic });
      return [];
    },
    async publish(transaction, changes) {
      await transaction.execute({
        text: `
          insert into contract.feed (contract, position, change_id)
          select $1, coalesce((select max(position) from contract.feed where contract = $1), 0) + place, change_id
          from unnest($2::bigint[]) with ordinality c (change_id, place)`,
        values: [id, changes.map((change) => change.id)],
      });
      await transaction.query({ text: 'select pg_notify($1, $2)', values: [feedChannel, id] });
    },
    // The feed goes back with the database, but where changes go may be noted otherwise then.
    isLastNote: (mark) => mark === noted,
    isDisturbed: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

/** Whoever follows the topic would hear nothing any more, and not be told why. */
function publishedOnTopic(contract: string, before: string): ConcordatError {
  return new ConcordatError(
    'KAFKA_UNAVAILABLE',
    `${contract} is published at ${before}, and this process has no Kafka.`,
    {
      fix: 'Set KAFKA_BROKERS to the Kafka that has the topic. If the embedded feed is to take its place for good, start once without Kafka and with --take-over-topics.',
      subject: contract,
    },
  );
}
