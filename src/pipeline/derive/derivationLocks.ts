/** No rebuild meanwhile; other batches are not held up. */
export const besideRebuilds = 'lock table contract.state in row exclusive mode';

/**
 * Nothing else is derived meanwhile. To be taken before the transaction's first look at the data: whoever waited for another
 * must see what that one wrote. Readers and whoever brings in source events are not held up.
 */
export const alone = 'lock table contract.state in share row exclusive mode';

/** Whether somebody has, or waits for, the lock of one that derives alone. */
export const isWantedAlone = `
  select exists (
    select from pg_locks where locktype = 'relation' and relation = 'contract.state'::regclass
      and database = (select oid from pg_database where datname = current_database())
      and mode = 'ShareRowExclusiveLock'
  ) as "isWanted"`;
