import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database, Session, Transaction } from '../../storage/Database.ts';
import type { Lease } from './Lease.ts';

/**
 * Prolongs a lease, and locks its row where that is in a transaction: until it ends nobody else can take it, and a process
 * that lost it writes nothing.
 *
 * @throws ConcordatError LEASE_LOST when it expired, taken since or not.
 */
export async function renewLease(session: Session, lease: Lease): Promise<void> {
  const renewed = await session.execute({
    text: `update pipeline.lease
      set expires_at = clock_timestamp() + make_interval(secs => $4::double precision / 1000)
      where name = $1 and holder = $2 and epoch = $3 and expires_at > clock_timestamp()`,
    values: [lease.name, lease.holder, lease.epoch, lease.durationMs],
  });
  if (renewed === 1) return;
  throw new ConcordatError('LEASE_LOST', `The lease ${lease.name} is held no longer.`, {
    fix: 'Nothing to do: another process goes on with the work, or this one takes it again.',
  });
}

/**
 * Makes a transaction one of the lease's holder alone. A process that is frozen in the midst of it loses its connection after
 * the lease's duration, and with it the row's lock, so that another can take over.
 *
 * @throws ConcordatError LEASE_LOST
 */
export async function holdLease(transaction: Transaction, lease: Lease): Promise<void> {
  await transaction.script(`set local idle_in_transaction_session_timeout = ${Math.trunc(lease.durationMs)}`);
  await renewLease(transaction, lease);
}

/** Lets others take the lease at once. Not holding it any more is no error. */
export async function releaseLease(database: Database, { name, holder, epoch }: Lease): Promise<void> {
  await database.execute({
    text: `update pipeline.lease set expires_at = clock_timestamp() where name = $1 and holder = $2 and epoch = $3`,
    values: [name, holder, epoch],
  });
}

/** Forgets a lease of which nobody takes the next epoch. Not holding it any more is no error. */
export async function dropLease(database: Database, { name, holder, epoch }: Lease): Promise<void> {
  await database.execute({
    text: 'delete from pipeline.lease where name = $1 and holder = $2 and epoch = $3',
    values: [name, holder, epoch],
  });
}
