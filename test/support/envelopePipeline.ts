import type { SourceEnvelope } from '../../src/contract/model.ts';
import { lineageStatement, type LineageRow } from '../../src/query/statements/lineageStatement.ts';
import { claimsProject } from './claimsProject.ts';
import { createClaimsPipeline, type ClaimsPipeline } from './claimsPipeline.ts';
import { derivedProject } from './derivedProject.ts';
import { fixturePaths } from './projectFixture.ts';

const { product, productSql } = fixturePaths;

/** Keeps of each key what `batch` said of its newest event. */
const echoSql = `with seen as (
  select distinct on (key) key, event_time, jsonb_build_array(event_type, event_id, payload)::text as content
  from batch order by key, "offset" desc
), kept as (
  insert into claim_intake.claims as held (claim_id, currency, town, reported_at)
  select key, 'EUR', content, event_time from seen
  on conflict (claim_id) do update set town = excluded.town, reported_at = excluded.reported_at
)
select 'claims' as product_table, jsonb_build_object('claim_id', key) as identity, source, partition, "offset"
from batch
`;

/** A record of the topic `intake.claims`. */
export interface TopicEvent {
  readonly key: string | null;
  /** Text in UTF-8 or bytes; null for a tombstone. */
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
}

/** What `project.sql` saw of the newest event of a key. */
export interface SeenEvent {
  readonly key: string;
  readonly eventType: unknown;
  readonly eventId: unknown;
  readonly payload: unknown;
  readonly eventTime: string;
}

export interface EnvelopePipeline extends ClaimsPipeline {
  /** Appends records to partition 0, taken at midnight of 2 January 1970. */
  receive(...events: readonly TopicEvent[]): Promise<void>;
  seen(): Promise<readonly SeenEvent[]>;
  /** What lineage tells of the events of a key. */
  lineage(key: string): Promise<readonly object[]>;
  /** Reasons of parked events, by offset. */
  reasons(): Promise<Readonly<Record<string, string>>>;
}

const appendText = `
  with place as (
    insert into raw.position as p (source, partition, next_offset) values ('intake.claims', 0, 1)
    on conflict (source, partition) do update set next_offset = p.next_offset + 1
    returning next_offset - 1 as "offset"
  )
  insert into raw.event (source, partition, "offset", key, value, header_names, header_values, payload, event_time)
  select 'intake.claims', 0, "offset", convert_to($1, 'UTF8'), $2, $3, $4, raw.event_payload($2), '1970-01-02T00:00:00Z'
  from place`;

const bytes = (value: string | Buffer): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

/** The insurer's pipeline with its topic in an envelope, and a product that keeps what it sees. */
export async function createEnvelopePipeline(envelope: SourceEnvelope): Promise<EnvelopePipeline> {
  const project = derivedProject([
    [product, 'topic: "intake.claims"', `topic: "intake.claims", envelope: ${envelope}`],
    [productSql, claimsProject[productSql] ?? '', echoSql],
  ]);
  const pipeline = await createClaimsPipeline(project);
  const table = project.products[0]?.tables[0];
  if (table === undefined) throw new Error('The project has no product.');
  const { database } = pipeline.test;
  return {
    ...pipeline,
    async receive(...events) {
      for (const { key, value, headers = {} } of events) {
        const values = [
          key,
          value === null ? null : bytes(value),
          Object.keys(headers),
          Object.values(headers).map(bytes),
        ];
        await database.execute({ text: appendText, values });
      }
    },
    async seen() {
      const rows = await database.query<{ key: string; content: readonly unknown[]; time: string }>({
        text: 'select claim_id as key, town::jsonb as content, reported_at as time from claim_intake.claims order by claim_id',
      });
      return rows.map(({ key, content: [eventType, eventId, payload], time }) => ({
        ...{ key, eventType, eventId, payload },
        eventTime: time,
      }));
    },
    async lineage(key) {
      const statement = lineageStatement({ table, from: 'claim_id', by: 'claim_id' }, [key], 10);
      const rows = await database.query<LineageRow>(statement);
      return rows.map(({ offset, event_type, event_time }) => ({ offset, event_type, event_time }));
    },
    async reasons() {
      const rows = await database.query<{ offset: string; reason: string }>({
        text: 'select "offset", reason from raw.parked order by "offset"',
      });
      return Object.fromEntries(rows.map(({ offset, reason }) => [offset, reason]));
    },
  };
}
