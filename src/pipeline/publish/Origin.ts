import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { TopicPartition, TopicRecord } from '../../feed/kafka/TopicReader.ts';
import { recordOrigin } from '../../feed/record/recordOrigin.ts';
import type { Session } from '../../storage/Database.ts';
import type { KnownTopic } from './publication.ts';

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

/** Whether a record was published by another database. */
export function isForeign(record: TopicRecord, { id }: Origin): boolean {
  return ![undefined, id].includes(recordOrigin(record));
}

/**
 * Makes sure that nobody else's rows are on a topic, other than those that were there when it was taken over: they would all be
 * taken for gone.
 *
 * @throws ConcordatError TOPIC_TAKEN
 */
export function assertOwnRecords(
  { topic, partition, records }: TopicPartition & { readonly records: readonly TopicRecord[] },
  origin: Origin & { readonly known: KnownTopic },
): void {
  if (origin.takesOver) return;
  const accepted = origin.known.acceptedOffsets.get(partition) ?? 0n;
  if (!records.some((record) => record.offset >= accepted && isForeign(record, origin))) return;
  throw new ConcordatError('TOPIC_TAKEN', `Topic ${topic} holds what another database published.`, {
    fix: 'Give this database another Kafka, or topics of its own by @serving(topic:). If it takes the place of the other for good, stop the other and start once with --take-over-topics: rows that this one does not have are deleted on the topic.',
    subject: topic,
  });
}
