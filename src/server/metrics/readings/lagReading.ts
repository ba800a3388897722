import { Gauge, type Registry } from 'prom-client';
import type { Project } from '../../../contract/model.ts';
import { sourceTopics } from '../../../contract/sourceTopics.ts';
import type { Watermarks } from '../../../pipeline/observe/createWatermarks.ts';
import type { Reading } from './Reading.ts';

interface Partition {
  readonly source: string;
  readonly partition: number;
  readonly next_offset: string;
  readonly events: string;
  /** Since the first event arrived that is not derived; null when all are. */
  readonly seconds: number | null;
}

const text = `
  select r.source, r.partition, r.next_offset, r.next_offset - least(coalesce(d.next_offset, 0), r.next_offset) as events,
    case when r.next_offset > coalesce(d.next_offset, 0) then (
      select greatest(0, extract(epoch from clock_timestamp() - e.received_at))::float8 from raw.event e
      where e.source = r.source and e.partition = r.partition and e."offset" >= coalesce(d.next_offset, 0)
      order by e."offset" limit 1
    ) end as seconds
  from raw.position r left join pipeline.position d using (source, partition)
  where r.source = any ($1)`;

function nameOf(source: string, shard: number): string {
  return `${source}/${shard}`;
}

/** How far ingestion and derivation are behind, per source and shard. A shard's files and partition count together. */
export function lagReading(registry: Registry, project: Project, watermarks: Watermarks): Reading {
  const labelNames = ['stage', 'source', 'shard'] as const;
  const events = new Gauge({
    name: 'concordat_lag_events',
    help: 'Offsets between what is there and what is done: of the topic in raw (ingest), of raw derived (derive).',
    labelNames,
    registers: [registry],
  });
  const seconds = new Gauge({
    name: 'concordat_lag_seconds',
    help: 'How long the oldest event that is not done has waited.',
    labelNames,
    registers: [registry],
  });
  const forget = (): void => {
    events.reset();
    seconds.reset();
  };
  const topics = [...sourceTopics(project)];
  return {
    name: 'lag',
    forget,
    read: async (session) => {
      const partitions = await session.query<Partition>({ text, values: [topics] });
      const positions = new Map(
        partitions.map(({ source, partition, next_offset: nextOffset }) => [
          nameOf(source, partition),
          nextOffset,
        ]),
      );
      return () => {
        forget();
        for (const { source, partition } of watermarks.partitions()) {
          // Where raw has nothing yet, all of the topic is to come.
          const behind = watermarks.lag(source, partition, positions.get(nameOf(source, partition)) ?? '0');
          if (behind === undefined) continue;
          events.set({ stage: 'ingest', source, shard: partition }, behind.events);
          seconds.set({ stage: 'ingest', source, shard: partition }, behind.seconds);
        }
        const oldest = new Map<string, number>();
        for (const { source, partition, ...behind } of partitions) {
          const derive = { stage: 'derive', source, shard: Math.max(partition, 0) };
          events.inc(derive, Number(behind.events));
          const key = nameOf(source, derive.shard);
          oldest.set(key, Math.max(oldest.get(key) ?? 0, behind.seconds ?? 0));
          seconds.set(derive, oldest.get(key) ?? 0);
        }
      };
    },
  };
}
