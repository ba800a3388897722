import kafkajs, {
  type ICustomPartitioner,
  type Message,
  type Producer,
  type RecordMetadata,
  type Transaction,
} from 'kafkajs';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { toKafkaError } from './toKafkaError.ts';
import type { OutgoingRecord, TopicWriter, WrittenSpan } from './TopicWriter.ts';

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

/** Which partition each message went to. */
type Places = WeakMap<Message, number>;

const nowhere = -1;

/**
 * As Java's: the partition of a key is the same whoever writes it. It remembers what it said, since the broker's answer does not say
 * how many records went where. A message that is placed again, and elsewhere, as when partitions are added meanwhile, may be at
 * either place and counts for none.
 */
function rememberPlaces(places: Places): ICustomPartitioner {
  return () => {
    const choose = kafkajs.Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = choose(args);
      const before = places.get(args.message) ?? partition;
      places.set(args.message, before === partition ? partition : nowhere);
      return partition;
    };
  };
}

async function send(
  transaction: Transaction,
  topic: string,
  { records, places }: { readonly records: readonly OutgoingRecord[]; readonly places: Places },
): Promise<readonly WrittenSpan[]> {
  const spans: WrittenSpan[] = [];
  const placeOf = (message: Message | undefined): number | undefined => message && places.get(message);
  for (const piece of pieces(records)) {
    const messages = piece.map(({ timestamp, headers, ...record }): Message => ({
      ...record,
      headers: { ...headers },
      timestamp: String(timestamp),
    }));
    const written: readonly RecordMetadata[] = await transaction.send({ topic, acks: -1, messages });
    const placed = Map.groupBy(piece.keys(), (index) => placeOf(messages[index]));
    for (const { partition, baseOffset } of written) {
      // One batch holds what goes to a partition at once, and Kafka puts nothing within a batch.
      const indexes = placed.get(partition) ?? [];
      const last = piece[indexes.at(-1) ?? nowhere];
      const start = BigInt(baseOffset ?? nowhere);
      if (last !== undefined && start >= 0n) {
        spans.push({ partition, start, end: start + BigInt(indexes.length), last });
      }
    }
  }
  return spans;
}

/**
 * Makes a writer, with transactions of Kafka: they carry on the idempotent producer's promise from one process to the next,
 * whose `transactional.id` is the topic's (KIP-98). It connects with its first use.
 */
export function createTopicWriter(settings: KafkaSettings, topic: string): TopicWriter {
  let producer: Promise<Producer> | undefined;
  const places: Places = new WeakMap();

  const connected = (): Promise<Producer> =>
    (producer ??= (async () => {
      const made = createKafka(settings).producer({
        transactionalId: `concordat.${topic}`,
        transactionTimeout: transactionTimeoutMs,
        maxInFlightRequests: 1,
        idempotent: true,
        allowAutoTopicCreation: false,
        createPartitioner: rememberPlaces(places),
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
        const spans = await send(transaction, topic, { records, places });
        await transaction.commit();
        return spans;
      }),
    async close() {
      const last = producer;
      producer = undefined;
      await last?.then((made) => made.disconnect()).catch(() => undefined);
    },
  };
}
