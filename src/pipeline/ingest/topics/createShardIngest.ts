import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { ReadRequest, ReadResult, TopicReader } from '../../../feed/kafka/TopicReader.ts';
import type { Database } from '../../../storage/Database.ts';
import type { IngestedBatch, IngestedPartition } from '../../observe/IngestedBatch.ts';
import type { Watermark } from '../../observe/Watermark.ts';
import type { WorkFailures } from '../../observe/WorkFailures.ts';
import type { Retries } from '../../run/createRetries.ts';
import { inSpan } from '../../trace/inSpan.ts';
import { recordTraceparents, traceLinks } from '../../trace/traceLinks.ts';
import { checkPosition } from './checkPosition.ts';
import { checkSameTopic } from './checkSameTopic.ts';
import { createLookout } from './createLookout.ts';
import { readPositions } from './readPositions.ts';
import { recordGap, type RecordedGap } from './recordGap.ts';
import { writeRecords } from './writeRecords.ts';

export interface ShardIngestOptions {
  readonly database: Database;
  readonly reader: TopicReader;
  readonly retries: Retries;
  readonly leaseMs: number;
  readonly onBatch?: ((batch: IngestedBatch) => void) | undefined;
  readonly onWatermarks?: ((watermarks: readonly Watermark[]) => void) | undefined;
  readonly onGap?: ((gap: RecordedGap) => void) | undefined;
}

/** Brings what is new in the partitions of one number into raw; true when there was something. */
export type ShardIngest = (topics: readonly string[], partition: number) => Promise<boolean>;

/** By what the partitions of one number fail at present, by name, e.g. `orders/3`. */
export function partitionFailures(
  retries: Retries,
  topics: readonly string[],
  partition: number,
): WorkFailures {
  const names = topics.map((topic) => partitionName({ topic, partition }));
  return new Map(names.map((name) => [name, retries.failureOf(name) ?? retries.failureOf(checkOf(name))]));
}

function partitionName({ topic, partition }: Omit<ReadRequest, 'offset'>): string {
  return `${topic}/${partition}`;
}

function ingestSpan({ topic, partition }: ReadRequest, records: number): SpanOptions {
  return {
    kind: SpanKind.CONSUMER,
    attributes: {
      'messaging.system.name': 'kafka',
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.batch.message_count': records,
    },
  };
}

function checkOf(name: string): string {
  return `check ${name}`;
}

/** A topic that is deleted and made anew is noticed also while nothing beyond raw's position comes. */
const checkAgainMs = 60_000;

/** How often records that cannot be read are tried before raw goes on behind them: memory may be short for a moment. */
const triesOfUnreadable = 4;

/**
 * Ingests shard by shard. A topic that raw has nothing of begins at its first record. A partition that fails is tried again by
 * itself and holds up no other.
 */
export function createShardIngest(options: ShardIngestOptions): ShardIngest {
  const { database, reader, retries } = options;
  const lookout = createLookout();
  const checkedAt = new Map<string, number>();
  const unreadable = new Map<string, { readonly offset: bigint; readonly tries: number }>();

  /** Whether raw's position is one to read on from. */
  const isSound = async (at: ReadRequest): Promise<boolean> =>
    retries.isDue(partitionName(at)) &&
    retries.attempt(
      checkOf(partitionName(at)),
      async () => {
        const now = performance.now();
        if (now - (checkedAt.get(partitionName(at)) ?? -Infinity) < checkAgainMs) return true;
        const gap = await checkPosition(database, reader, at);
        if (gap !== undefined) options.onGap?.(gap);
        checkedAt.set(partitionName(at), now);
        return gap === undefined;
      },
      false,
    );

  /** Fails loudly as often as it is to be tried; then the gap is recorded, and the partition goes on behind it. */
  const passUnreadable = async (
    asked: ReadRequest,
    { error, nextOffset, reason }: Extract<ReadResult, { kind: 'UNREADABLE' }>,
  ): Promise<void> => {
    const { topic, partition, offset } = asked;
    const before = unreadable.get(partitionName(asked));
    const tries = before?.offset === offset ? before.tries + 1 : 1;
    unreadable.set(partitionName(asked), { offset, tries });
    if (tries < triesOfUnreadable) throw error;
    unreadable.delete(partitionName(asked));
    const at = { topic, partition, fromOffset: offset, toOffset: nextOffset };
    const gap = await recordGap(database, { ...at, reason });
    if (gap !== undefined) options.onGap?.(gap);
  };

  const take = async (asked: ReadRequest, result: ReadResult): Promise<IngestedPartition | undefined> => {
    if (result.kind === 'FAILED') throw result.error;
    if (result.kind === 'UNREADABLE') {
      await checkSameTopic(database, reader, asked);
      await passUnreadable(asked, result);
      return undefined;
    }
    if (result.kind === 'OUT_OF_RANGE') {
      checkedAt.delete(partitionName(asked));
      return undefined;
    }
    const { records, nextOffset } = result;
    if (nextOffset === asked.offset) return undefined;
    // A topic can be deleted, made anew and longer than before at any time. After the read: so it was this one that was read.
    await checkSameTopic(database, reader, asked);
    const added = await inSpan(`ingest ${asked.topic}`, ingestSpan(asked, records.length), (span) => {
      if (span.isRecording()) span.addLinks(traceLinks(recordTraceparents(records)));
      return writeRecords(database, { asked, records, nextOffset }, options);
    });
    if (added === undefined) return undefined;
    return { source: asked.topic, partition: asked.partition, consumed: records.length, added };
  };

  const takeOrCheckAgain: typeof take = async (asked, result) => {
    try {
      return await take(asked, result);
    } catch (error) {
      checkedAt.delete(partitionName(asked));
      throw error;
    }
  };

  return async (topics, partition) => {
    const startedAt = performance.now();
    const { offsets, readAt } = await readPositions(database, topics, partition);
    const requests: ReadRequest[] = [];
    for (const topic of topics) {
      const at = { topic, partition, offset: offsets.get(topic) ?? 0n };
      if (await isSound(at)) requests.push(at);
    }
    const taken: IngestedPartition[] = [];
    const watermarks: Watermark[] = [];
    for (const result of await reader.read(requests)) {
      const asked = requests.find(({ topic }) => topic === result.topic);
      if (asked === undefined) continue;
      if (result.kind === 'RECORDS') {
        watermarks.push({ source: asked.topic, partition, nextOffset: String(result.end) });
        lookout.saw(partition, { source: asked.topic, at: readAt, end: result.end });
      }
      const one = await retries.attempt(
        partitionName(asked),
        () => takeOrCheckAgain(asked, result),
        undefined,
      );
      if (one !== undefined) taken.push(one);
    }
    options.onWatermarks?.(watermarks);
    if (taken.length > 0) {
      options.onBatch?.({ partitions: taken, durationMs: performance.now() - startedAt });
    }
    await lookout.note(database, partition);
    return taken.length > 0;
  };
}
