import type { Contract } from '../../contract/model.ts';
import type { ChangeSink } from './ChangeSink.ts';
import {
  readNoteMark,
  readPublication,
  replacePublication,
  unknownTopic,
  type NoteMark,
} from './publication.ts';
import { publishAgain } from './publishAgain.ts';

const destination = 'embedded';

/** The channel of `LISTEN` on which the embedded feed tells of news; the payload is the contract's id. */
export const feedChannel = 'concordat_feed';

/** Publishes into the embedded feed in Postgres, with the transaction's commit. */
export function createEmbeddedSink({ id }: Contract): ChangeSink {
  let noted: NoteMark | undefined;
  return {
    destination: 'EMBEDDED',
    topic: id,
    async recover(transaction) {
      const before = await readPublication(transaction, id);
      if (before !== undefined && before.destination !== destination) await publishAgain(transaction, id);
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
