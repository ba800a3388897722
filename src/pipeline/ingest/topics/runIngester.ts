import type { Project } from '../../../contract/model.ts';
import { sourceTopics } from '../../../contract/sourceTopics.ts';
import type { TopicReader } from '../../../feed/kafka/TopicReader.ts';
import type { Session } from '../../../storage/Database.ts';
import type { Lease } from '../../lease/Lease.ts';
import { createRetries } from '../../run/createRetries.ts';
import { runLeased, type WorkerOptions } from '../../run/runLeased.ts';
import { expectTopics, expectUnknownTopics } from './expectTopics.ts';
import { createShardIngest, partitionFailures, type ShardIngestOptions } from './createShardIngest.ts';

export interface IngesterOptions
  extends WorkerOptions, Pick<ShardIngestOptions, 'onBatch' | 'onWatermarks' | 'onGap'> {
  readonly project: Project;
  readonly reader: TopicReader;
  /** Told of source topics that do not exist yet, when they change; undefined when Kafka cannot be asked. */
  readonly onMissing?: (topics: readonly string[] | undefined) => void;
}

const piecePrefix = 'ingest:';

async function readClock(session: Session): Promise<string> {
  const [row] = await session.query<{ at: string }>({ text: 'select clock_timestamp() as at' });
  if (row === undefined) throw new Error('A select without a table gives one row.');
  return row.at;
}

function partitionOf({ name }: Lease): number {
  return Number(name.slice(piecePrefix.length));
}

/**
 * Brings source events from Kafka into raw, continuously, until `signal` aborts: of all source topics the partitions whose
 * numbers are this process's share. Partitions that are added, and topics that are made later, are found by themselves.
 */
export function runIngester(options: IngesterOptions): Promise<void> {
  const { database, reader, leaseMs = 15_000, pollMs = 200 } = options;
  const topics = [...sourceTopics(options.project)];
  const retries = createRetries({
    firstPauseMs: pollMs,
    onFailure: options.onFailure,
    onRecovery: options.onRecovery,
  });
  const ingest = createShardIngest({ ...options, retries, leaseMs });
  let partitions: ReadonlyMap<string, readonly number[]> = new Map();
  let missing: string | undefined;
  const presentAt = (lease: Lease): readonly string[] =>
    [...partitions].filter(([, numbers]) => numbers.includes(partitionOf(lease))).map(([topic]) => topic);
  return runLeased({
    ...options,
    kind: 'ingester',
    pieces: async () => {
      const askedAt = await readClock(database);
      partitions = await reader.partitions(topics).catch(async (error: unknown) => {
        missing = undefined;
        options.onMissing?.(undefined);
        // The database's own failure would hide this one, and shows by itself.
        await expectUnknownTopics(database, topics).catch(() => undefined);
        throw error;
      });
      const absent = topics.filter((topic) => !partitions.has(topic));
      await expectTopics(database, { partitions, absent, askedAt });
      if (absent.join() !== missing) options.onMissing?.(absent);
      missing = absent.join();
      const numbers = new Set([...partitions.values()].flat());
      return [...numbers].sort((a, b) => a - b).map((number) => `${piecePrefix}${number}`);
    },
    work: (lease) => ingest(presentAt(lease), partitionOf(lease)),
    failuresWithin: (lease) => partitionFailures(retries, presentAt(lease), partitionOf(lease)),
  });
}
