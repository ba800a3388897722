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

/** Where a contract's changes were published last. */
export interface Publication extends Reached {
  readonly destination: string;
}

/** Nothing is known of any partition. */
export const unreached: Reached = { nextOffsets: new Map(), lastRecords: new Map() };

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
  const [row] = await session.query<{ destination: string; offsets: unknown; records: unknown }>({
    text: `select destination, next_offsets as offsets, last_records as records
      from contract.publication where contract = $1`,
    values: [contract],
  });
  if (row === undefined) return undefined;
  return {
    destination: row.destination,
    nextOffsets: byPartition(offsetsOf.parse(row.offsets)),
    lastRecords: byPartition(recordsOf.parse(row.records)),
  };
}

/** Notes where a contract's changes are published, and all that is known of the destination; what was noted before is forgotten. */
export async function replacePublication(
  session: Session,
  contract: string,
  { destination, nextOffsets, lastRecords }: Publication,
): Promise<void> {
  await session.execute({
    text: `insert into contract.publication (contract, destination, next_offsets, last_records) values ($1, $2, $3, $4)
      on conflict (contract) do update set destination = excluded.destination,
        next_offsets = excluded.next_offsets, last_records = excluded.last_records`,
    values: [contract, destination, toJson(nextOffsets), toJson(lastRecords)],
  });
}

/** Notes what was published where the contract is published already; partitions that are not named stay as they are. */
export async function extendPublication(
  session: Session,
  contract: string,
  { nextOffsets, lastRecords }: Reached,
): Promise<void> {
  await session.execute({
    text: `update contract.publication
      set next_offsets = next_offsets || $2::jsonb, last_records = last_records || $3::jsonb where contract = $1`,
    values: [contract, toJson(nextOffsets), toJson(lastRecords)],
  });
}
