import type { TopicReader, TopicRecord } from '../../src/feed/kafka/TopicReader.ts';

/** A record of a contract topic as text. */
export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly value: string | null;
  readonly revision: number;
  readonly headers: Readonly<Record<string, string>>;
}

function toRead(partition: number, { key, value, headers }: TopicRecord): ReadRecord {
  const texts = Object.fromEntries(headers.map((header) => [header.key, String(header.value)]));
  return {
    partition,
    key: String(key),
    value: value === null ? null : String(value),
    revision: Number(texts['concordat-revision']),
    headers: texts,
  };
}

/** All records of a topic that can be read, partition by partition, in order. */
export async function readTopic(reader: TopicReader, topic: string): Promise<readonly ReadRecord[]> {
  const partitions = (await reader.partitions([topic])).get(topic) ?? [];
  const ranges = await reader.ranges(partitions.map((partition) => ({ topic, partition })));
  const records: ReadRecord[] = [];
  for (const { partition, start, end } of ranges) {
    for (let offset = start; offset < end;) {
      const [result] = await reader.read([{ topic, partition, offset }], { maxWaitMs: 50 });
      if (result === undefined) continue;
      if (result.kind !== 'RECORDS' && result.kind !== 'UNREADABLE') throw new Error(result.kind);
      if (result.kind === 'RECORDS')
        records.push(...result.records.map((record) => toRead(partition, record)));
      offset = result.nextOffset;
    }
  }
  return records;
}

/** What a topic says of each key that is not deleted, by the last record of the key, as compaction leaves it. */
export function foldByPlace(records: readonly ReadRecord[]): ReadonlyMap<string, ReadRecord> {
  const rows = new Map<string, ReadRecord>();
  for (const record of records) {
    if (record.value === null) rows.delete(record.key);
    else rows.set(record.key, record);
  }
  return rows;
}

/** What a topic says of each key that is not deleted, by the record with the key's greatest revision. */
export function foldByRevision(records: readonly ReadRecord[]): ReadonlyMap<string, ReadRecord> {
  const newest = new Map<string, ReadRecord>();
  for (const record of records) {
    if (record.revision >= (newest.get(record.key)?.revision ?? 0)) newest.set(record.key, record);
  }
  return new Map([...newest].filter(([, { value }]) => value !== null));
}

/**
 * What a topic says of each row that is there to whoever follows design section 6: keys are what their JSON says, however it is written,
 * and each revision is seen once, wherever it stands.
 */
export function foldByFields(records: readonly ReadRecord[]): ReadonlyMap<string, ReadRecord> {
  const newest = new Map<string, ReadRecord>();
  for (const record of records) {
    const fields: unknown = JSON.parse(record.key);
    const key = JSON.stringify(fields);
    if (record.revision > (newest.get(key)?.revision ?? 0)) newest.set(key, record);
  }
  return new Map([...newest].filter(([, { value }]) => value !== null));
}
