import type { Transaction } from '../../storage/Database.ts';
import type { Window } from './Window.ts';

/** Notes that the events of a window are derived, in the transaction that derived them. */
export async function recordPositions(transaction: Transaction, window: Window): Promise<void> {
  await transaction.execute({
    text: `insert into pipeline.position (source, partition, next_offset)
      select * from unnest($1::text[], $2::int[], $3::bigint[])
      on conflict (source, partition) do update set next_offset = excluded.next_offset`,
    values: [
      window.map(({ source }) => source),
      window.map(({ partition }) => partition),
      window.map(({ to }) => to),
    ],
  });
}

/** Notes that everything is derived that the transaction's snapshot holds. */
export async function recordAllPositions(transaction: Transaction): Promise<void> {
  await transaction.script(`insert into pipeline.position (source, partition, next_offset)
    select source, partition, next_offset from raw.position
    on conflict (source, partition) do update set next_offset = excluded.next_offset`);
}
