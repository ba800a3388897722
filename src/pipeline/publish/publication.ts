import type { Session } from '../../storage/Database.ts';

/** Where a contract's changes were published last. */
export interface Publication {
  readonly destination: string;
  /** Offset by partition up to where it is known what the topic holds: what was published, and what was looked at. */
  readonly nextOffsets: ReadonlyMap<number, bigint>;
}

/** Undefined for a contract that was never published. */
export async function readPublication(session: Session, contract: string): Promise<Publication | undefined> {
  const [row] = await session.query<{ destination: string; offsets: Record<string, string> }>({
    text: 'select destination, next_offsets as offsets from contract.publication where contract = $1',
    values: [contract],
  });
  if (row === undefined) return undefined;
  const { destination, offsets } = row;
  return {
    destination,
    nextOffsets: new Map(
      Object.entries(offsets).map(([partition, offset]) => [Number(partition), BigInt(offset)]),
    ),
  };
}

/** Notes where a contract's changes are published, and up to where; partitions that are not named stay as they are. */
export async function recordPublication(
  session: Session,
  contract: string,
  { destination, nextOffsets }: Publication,
): Promise<void> {
  const offsets = Object.fromEntries(
    [...nextOffsets].map(([partition, offset]) => [String(partition), String(offset)]),
  );
  await session.execute({
    text: `insert into contract.publication as p (contract, destination, next_offsets) values ($1, $2, $3)
      on conflict (contract) do update set destination = excluded.destination,
        next_offsets = case when p.destination = excluded.destination then p.next_offsets else '{}' end || excluded.next_offsets`,
    values: [contract, destination, JSON.stringify(offsets)],
  });
}
