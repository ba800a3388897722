import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import type { Session } from '../../../src/storage/Database.ts';
import { consumeTopic } from './consumeTopic.ts';

interface RawEvent {
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: string | null;
}

const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;

/**
 * I1: where raw is not what the topics hold, (partition, offset) by (partition, offset), byte for byte; empty where it is. That
 * raw has no place twice its primary key sees to.
 */
export async function rawDifferences(
  session: Session,
  settings: KafkaSettings,
  topics: readonly string[],
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const topic of topics) {
    const rows = await session.query<RawEvent>({
      text: `select partition, "offset", encode(key, 'hex') as key, encode(value, 'hex') as value
        from raw.event where source = $1`,
      values: [topic],
    });
    const raw = new Map(rows.map((row) => [`${topic}/${row.partition}/${row.offset}`, row]));
    for (const record of await consumeTopic(settings, topic)) {
      const place = `${topic}/${record.partition}/${record.offset}`;
      const row = raw.get(place);
      raw.delete(place);
      if (row === undefined) differences.push(`${place} is not in raw`);
      else if (row.key !== hex(record.key) || row.value !== hex(record.value)) {
        differences.push(`${place} has other bytes in raw`);
      }
    }
    for (const place of raw.keys()) differences.push(`${place} is in raw and not on the topic`);
  }
  return differences;
}
