import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { TopicRecord } from '../../feed/kafka/TopicReader.ts';
import { recordOrigin } from '../../feed/record/recordOrigin.ts';
import type { Session } from '../../storage/Database.ts';

/** The database that publishes, and what it may do to topics of others. */
export interface Origin {
  readonly id: string;
  /** Whether a topic that another database published on is taken over. */
  readonly takesOver: boolean;
}

/** Tells this database from any other, on contract topics. */
export async function readOriginId(session: Session): Promise<string> {
  const [row] = await session.query<{ id: string }>({ text: 'select id from contract.origin' });
  return row?.id ?? '';
}

/**
 * Makes sure that nobody else's rows are on a topic: they would all be taken for gone.
 *
 * @throws ConcordatError TOPIC_TAKEN
 */
export function assertOwnRecords(
  topic: string,
  records: readonly TopicRecord[],
  { id, takesOver }: Origin,
): void {
  if (takesOver) return;
  const isForeign = records.some((record) => ![undefined, id].includes(recordOrigin(record)));
  if (!isForeign) return;
  throw new ConcordatError('TOPIC_TAKEN', `Topic ${topic} holds what another database published.`, {
    fix: 'Give this database another Kafka, or topics of its own by @serving(topic:). If it takes the place of the other for good, stop the other and start once with --take-over-topics: rows that this one does not have are deleted on the topic.',
    subject: topic,
  });
}
