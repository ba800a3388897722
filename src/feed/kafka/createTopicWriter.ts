import kafkajs, {
  type ICustomPartitioner,
  type Message,
  type Producer,
  type RecordMetadata,
  type Transaction,
} from 'kafkajs';
import { createKafka } from './createKafka.ts';
import type { KafkaSettings } from './KafkaSettings.ts';
import { readRecordLimit } from './readRecordLimit.ts';
import { isTooLarge, recordTooLarge } from './recordTooLarge.ts';
import { toKafkaError } from './toKafkaError.ts';
import type { OutgoingRecord, TopicWriter, WrittenSpan } from './TopicWriter.ts';

/** kafkajs makes one batch of what it sends to a partition at once, and brokers take batches of 1 MiB unless told otherwise. */
const mostBytesAtOnce = 512 * 1024;
const mostRecordsAtOnce = 1_000;

/** After which the broker undoes what a writer has begun and does not end. */
const transactionTimeoutMs = 30_000;

/** What Kafka writes around the records of a batch, around a record, and around a header; no less. */
const bytesAround = { batch: 61, record: 36, header: 10 };

function bytesOf({ key, value, headers }: OutgoingRecord): number {
  const entries = Object.entries(headers);
  const around = bytesAround.record + entries.length * bytesAround.header;
  return [key, value ?? '', ...entries.flat()].reduce((sum, text) => sum + Buffer.byteLength(text), around);
}

/** Pieces that are sent one after the other; a record that is larger by itself is a piece. */
function* pieces(
  records: readonly OutgoingRecord[],
  mostBytes: number,
): Generator<readonly OutgoingRecord[]> {
  let piece: OutgoingRecord[] = [];
  let bytes = bytesAround.batch;
  for (const record of records) {
    const size = bytesOf(record);
    if (piece.length > 0 && (bytes + size > mostBytes || piece.length === mostRecordsAtOnce)) {
      yield piece;
      piece = [];
      bytes = bytesAround.batch;
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

interface Sending {
  readonly records: readonly OutgoingRecord[];
  readonly places: Places;
  /** The topic's own, where it is known. */
  readonly limit: number | undefined;
}

async function send(
  transaction: Transaction,
  topic: string,
  { records, places, limit = mostBytesAtOnce }: Sending,
): Promise<readonly WrittenSpan[]> {
  const spans: WrittenSpan[] = [];
  const placeOf = (message: Message | undefined): number | undefined => message && places.get(message);
  for (const piece of pieces(records, Math.min(limit, mostBytesAtOnce))) {
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
  let limit: number | undefined;
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
      limit = await readRecordLimit(settings, topic);
      return made;
    })());

  const during = async <T>(doing: string, fn: (transaction: Transaction) => Promise<T>): Promise<T> => {
    try {
      return await fn(await (await connected()).transaction());
    } catch (error) {
      throw toKafkaError(error, `${doing} ${topic}`, topic);
    }
  };

  return {
    // The first transaction of a producer makes the broker end what was begun under its id, and refuse whoever began it.
    takeOver: () => during('taking over', (transaction) => transaction.abort()),
    write: (records) =>
      during('writing to', async (transaction) => {
        try {
          const spans = await send(transaction, topic, { records, places, limit });
          await transaction.commit();
          return spans;
        } catch (error) {
          if (!isTooLarge(error)) throw error;
          const large = records.filter((record) => bytesAround.batch + bytesOf(record) > (limit ?? Infinity));
          throw recordTooLarge(topic, new Set(large.map(({ key }) => key)).size, limit);
        }
      }),
    async close() {
      const last = producer;
      producer = undefined;
      await last?.then((made) => made.disconnect()).catch(() => undefined);
    },
  };
}
