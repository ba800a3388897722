import kafkajs, { type Producer, type RecordMetadata, type Transaction } from 'kafkajs';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { toKafkaError } from './toKafkaError.ts';
import type { OutgoingRecord, TopicWriter } from './TopicWriter.ts';

/** kafkajs makes one batch of what it sends to a partition at once, and brokers take batches of 1 MiB unless told otherwise. */
const mostBytesAtOnce = 512 * 1024;
const mostRecordsAtOnce = 1_000;

/** After which the broker undoes what a writer has begun and does not end. */
const transactionTimeoutMs = 30_000;

function bytesOf({ key, value, headers }: OutgoingRecord): number {
  const texts = [key, value ?? '', ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 64);
}

/** Pieces that are sent one after the other; a record that is larger by itself is a piece. */
function* pieces(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let piece: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = bytesOf(record);
    if (piece.length > 0 && (bytes + size > mostBytesAtOnce || piece.length === mostRecordsAtOnce)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(record);
    bytes += size;
  }
  if (piece.length > 0) yield piece;
}

async function send(
  transaction: Transaction,
  topic: string,
  records: readonly OutgoingRecord[],
): Promise<ReadonlyMap<number, bigint>> {
  const next = new Map<number, bigint>();
  for (const piece of pieces(records)) {
    const written: readonly RecordMetadata[] = await transaction.send({
      topic,
      acks: -1,
      messages: piece.map(({ timestamp, headers, ...record }) => ({
        ...record,
        headers: { ...headers },
        timestamp: String(timestamp),
      })),
    });
    for (const { partition, baseOffset } of written) {
      // Of how many of the piece's records went to the partition the answer tells nothing: the first is enough to go on from.
      if (baseOffset !== undefined) next.set(partition, BigInt(baseOffset) + 1n);
    }
  }
  return next;
}

/**
 * Makes a writer, with transactions of Kafka: they carry on the idempotent producer's promise from one process to the next,
 * whose `transactional.id` is the topic's (KIP-98). It connects with its first use.
 */
export function createTopicWriter(settings: KafkaSettings, topic: string): TopicWriter {
  let producer: Promise<Producer> | undefined;

  const connected = (): Promise<Producer> =>
    (producer ??= (async () => {
      const made = createKafka(settings).producer({
        transactionalId: `concordat.${topic}`,
        transactionTimeout: transactionTimeoutMs,
        maxInFlightRequests: 1,
        idempotent: true,
        allowAutoTopicCreation: false,
        // As Java's: the partition of a key is the same whoever writes it.
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 },
      });
      await made.connect();
      return made;
    })());

  const during = async <T>(doing: string, fn: (transaction: Transaction) => Promise<T>): Promise<T> => {
    try {
      return await fn(await (await connected()).transaction());
    } catch (error) {
      throw toKafkaError(error, `${doing} ${topic}`);
    }
  };

  return {
    // The first transaction of a producer makes the broker end what was begun under its id, and refuse whoever began it.
    takeOver: () => during('taking over', (transaction) => transaction.abort()),
    write: (records) =>
      during('writing to', async (transaction) => {
        const next = await send(transaction, topic, records);
        await transaction.commit();
        return next;
      }),
    async close() {
      const last = producer;
      producer = undefined;
      await last?.then((made) => made.disconnect()).catch(() => undefined);
    },
  };
}
