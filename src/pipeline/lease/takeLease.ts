import type { Database } from '../../storage/Database.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import type { Lease } from './Lease.ts';

/** A holder that is in the midst of a transaction keeps the row locked, expired or not: nobody waits for it here. */
const lockTimeoutMs = 200;

const takeText = `
  insert into pipeline.lease as l (name, holder, epoch, expires_at)
  values ($1, $2, 1, clock_timestamp() + make_interval(secs => $3::double precision / 1000))
  on conflict (name) do update
  set holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
  where l.expires_at <= clock_timestamp()
  returning epoch`;

/** Takes a lease that nobody holds; undefined when somebody does. All times are the database's. */
export async function takeLease(
  database: Database,
  name: string,
  holder: string,
  durationMs: number,
): Promise<Lease | undefined> {
  try {
    return await database.transaction(async (transaction) => {
      // A process that falls silent in the midst of this must not keep the row locked either.
      await transaction.script(
        `set local lock_timeout = ${lockTimeoutMs}; set local idle_in_transaction_session_timeout = ${Math.trunc(durationMs)}`,
      );
      const [taken] = await transaction.query<{ epoch: string }>({
        text: takeText,
        values: [name, holder, durationMs],
      });
      return taken === undefined ? undefined : { name, holder, durationMs, epoch: taken.epoch };
    });
  } catch (error) {
    if (sqlFailureOf(error)?.details.sqlState === '55P03') return undefined;
    throw error;
  }
}
