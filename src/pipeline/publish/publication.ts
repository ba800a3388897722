import { z } from 'zod';
import type { Session } from '../../storage/Database.ts';

/** A record that is on the topic. */
export interface LastRecord {
  readonly offset: bigint;
  /** Its `ce_id`. */
  readonly id: string;
}

/** What is known of partitions of a contract's topic. */
export interface Reached {
  /** Offset by partition up to where it is known what the topic holds: what was published, and what was looked at. */
  readonly nextOffsets: ReadonlyMap<number, bigint>;
  /** The last of a publisher's records before that, by partition, where one is known. */
  readonly lastRecords: ReadonlyMap<number, LastRecord>;
}

/** What is known of a contract's topic. */
export interface KnownTopic extends Reached {
  /** By partition, before which offset another database's records may stand: this one took its place. */
  readonly acceptedOffsets: ReadonlyMap<number, bigint>;
}

/** Where a contract's changes were published last. */
export interface Publication extends KnownTopic {
  readonly destination: string;
}

/** The embedded feed, as a destination. */
export const embeddedDestination = 'embedded';

/** A topic, as a destination. */
export function topicDestination(topic: string): string {
  return `kafka:${topic}`;
}

/**
 * Tells what is noted of a contract's destination from all that was or will be noted of it: who wrote a note finds by it whether that is
 * still the last, or the database went back to before it.
 */
export type NoteMark = string;

/**
 * SQL of the mark of a note, by the alias of its row: the transaction that wrote it. A database that lost commits gives their numbers again,
 * but nobody writes a note except whoever took the destination over.
 */
function markText(alias: string): string {
  return `${alias}.xmin::text`;
}

/** SQL of the mark of what is noted of the contract `$1`; null where nothing is. */
export const noteMarkText = `(select ${markText('p')} from contract.publication p where p.contract = $1)`;

export async function readNoteMark(session: Session, contract: string): Promise<NoteMark | undefined> {
  const [row] = await session.query<{ mark: NoteMark | null }>({
    text: `select ${noteMarkText} as mark`,
    values: [contract],
  });
  return row?.mark ?? undefined;
}

/** Nothing is known of any partition. */
export const unknownTopic: KnownTopic = {
  nextOffsets: new Map(),
  lastRecords: new Map(),
  acceptedOffsets: new Map(),
};

const offset = z.coerce.bigint();
const offsetsOf = z.record(z.string(), offset);
const recordsOf = z.record(z.string(), z.object({ offset, id: z.string() }));

function byPartition<T>(values: Readonly<Record<string, T>>): ReadonlyMap<number, T> {
  return new Map(Object.entries(values).map(([partition, value]) => [Number(partition), value]));
}

function toJson(values: ReadonlyMap<number, unknown>): string {
  return JSON.stringify(Object.fromEntries(values), (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/** Undefined for a contract that was never published. */
export async function readPublication(session: Session, contract: string): Promise<Publication | undefined> {
  const [row] = await session.query<
    Record<'destination', string> & Record<'next' | 'last' | 'accepted', unknown>
  >({
    text: `select destination, next_offsets as next, last_records as last, accepted_offsets as accepted
      from contract.publication where contract = $1`,
    values: [contract],
  });
  if (row === undefined) return undefined;
  return {
    destination: row.destination,
    nextOffsets: byPartition(offsetsOf.parse(row.next)),
    lastRecords: byPartition(recordsOf.parse(row.last)),
    acceptedOffsets: byPartition(offsetsOf.parse(row.accepted)),
  };
}

/** Notes where a contract's changes are published, and all that is known of the destination; what was noted before is forgotten. */
export async function replacePublication(
  session: Session,
  contract: string,
  { destination, nextOffsets, lastRecords, acceptedOffsets }: Publication,
): Promise<NoteMark | undefined> {
  const [row] = await session.query<{ mark: NoteMark }>({
    text: `insert into contract.publication as p (contract, destination, next_offsets, last_records, accepted_offsets)
      values ($1, $2, $3, $4, $5)
      on conflict (contract) do update set destination = excluded.destination, next_offsets = excluded.next_offsets,
        last_records = excluded.last_records, accepted_offsets = excluded.accepted_offsets
      returning ${markText('p')} as mark`,
    values: [contract, destination, toJson(nextOffsets), toJson(lastRecords), toJson(acceptedOffsets)],
  });
  return row?.mark;
}

/**
 * Notes what was published where the contract is published already; partitions that are not named stay as they are. Also where there is
 * nothing new to note it is a new note.
 */
export async function extendPublication(
  session: Session,
  contract: string,
  { nextOffsets, lastRecords }: Reached,
): Promise<NoteMark | undefined> {
  const [row] = await session.query<{ mark: NoteMark }>({
    text: `update contract.publication p
      set next_offsets = next_offsets || $2::jsonb, last_records = last_records || $3::jsonb where contract = $1
      returning ${markText('p')} as mark`,
    values: [contract, toJson(nextOffsets), toJson(lastRecords)],
  });
  return row?.mark;
}
