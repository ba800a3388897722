import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from './Lease.ts';
import { dropLease, releaseLease, renewLease } from './renewLease.ts';
import { takeLease } from './takeLease.ts';

export interface LeaseSetOptions {
  readonly database: Database;
  /** This process. */
  readonly holder: string;
  /** How many processes share the work is counted by leases of this prefix, e.g. `deriver`. */
  readonly kind: string;
  readonly durationMs: number;
}

/** The leases of one process on pieces of work that several processes share. */
export interface LeaseSet {
  /** Renews what is held, and neither gives nor takes anything; returns what is held now. */
  renew(): Promise<readonly Lease[]>;
  /**
   * Renews what is held, gives back what is too much, takes what is free of a fair share; returns what is held now.
   *
   * @param isFailing - what this process does not get on with is given back first
   */
  balance(names: readonly string[], isFailing?: (name: string) => boolean): Promise<readonly Lease[]>;
  /** Forgets a lease that was lost. */
  forget(lease: Lease): void;
  /**
   * Gives a lease back and leaves it to others for a while, or until no other is there. Until then this process does not count
   * where work is shared, so that it is not held back for it.
   */
  rest(lease: Lease, restMs: number): Promise<void>;
  /** Whether no other process counted when work was shared last: nobody is there to leave anything to. */
  isAlone(): boolean;
  /** What rests now. */
  resting(): readonly string[];
  /** Names of what was lost since this was asked last: it expired, as while the process was frozen. */
  lost(): readonly string[];
  /** Gives back all, and counts no more until it asks again. */
  release(): Promise<void>;
}

const countText = `
  select count(*)::int as processes from pipeline.lease
  where starts_with(name, $1) and expires_at > clock_timestamp()`;

/**
 * Takes away what processes that were killed left to be counted by. Nobody asks for it but its own process, which makes it anew if
 * it comes back.
 */
const tidyText = `
  delete from pipeline.lease where name in (
    select name from pipeline.lease
    where starts_with(name, $1) and expires_at < clock_timestamp() - interval '1 hour'
    for update skip locked
  )`;

async function stillHeld(database: Database, lease: Lease): Promise<boolean> {
  try {
    await renewLease(database, lease);
    return true;
  } catch (error) {
    if (error instanceof ConcordatError && error.code === 'LEASE_LOST') return false;
    throw error;
  }
}

/**
 * Shares pieces of work evenly among the processes that ask for them: each holds at most its part, rounded up, so that a new
 * process finds some and a dead one's go to the others when they expire.
 */
export function createLeaseSet({ database, holder, kind, durationMs }: LeaseSetOptions): LeaseSet {
  const presence = `${kind}:${holder}`;
  const held = new Map<string, Lease>();
  /** By `performance.now()`, until when. */
  const rests = new Map<string, number>();
  let present: Lease | undefined;
  let isAlone = true;
  let hasTidied = false;
  let lost: readonly string[] = [];

  const resting = (): readonly string[] => {
    for (const [name, until] of rests) if (performance.now() >= until) rests.delete(name);
    return [...rests.keys()];
  };

  const forget = ({ name }: Lease): void => {
    if (held.delete(name)) lost = [...lost, name];
  };

  const withdraw = async (): Promise<void> => {
    if (present !== undefined) await dropLease(database, present);
    present = undefined;
  };

  const tidy = async (): Promise<void> => {
    await database.execute({ text: tidyText, values: [`${kind}:`] });
    hasTidied = true;
  };

  const renewAll = async (): Promise<void> => {
    if (present !== undefined && !(await stillHeld(database, present))) present = undefined;
    if (resting().length === 0) present ??= await takeLease(database, presence, holder, durationMs);
    else await withdraw();
    for (const lease of held.values()) {
      if (!(await stillHeld(database, lease))) forget(lease);
    }
  };

  return {
    async renew() {
      await renewAll();
      return [...held.values()];
    },
    async balance(names, isFailing = () => false) {
      await renewAll();
      if (!hasTidied) await tidy();
      const [count] = await database.query<{ processes: number }>({
        text: countText,
        values: [`${kind}:`],
      });
      isAlone = (count?.processes ?? 0) - (present === undefined ? 0 : 1) <= 0;
      if (isAlone) rests.clear();
      const share = Math.ceil(names.length / Math.max(1, count?.processes ?? 1));
      const wanted = [...held.values()].toSorted(
        (a, b) => Number(isFailing(a.name)) - Number(isFailing(b.name)),
      );
      for (const lease of wanted.slice(share)) {
        held.delete(lease.name);
        await releaseLease(database, lease);
      }
      for (const name of names) {
        if (held.size >= share) break;
        if (held.has(name) || rests.has(name)) continue;
        const lease = await takeLease(database, name, holder, durationMs);
        if (lease !== undefined) held.set(name, lease);
      }
      return [...held.values()];
    },
    forget,
    async rest(lease, restMs) {
      held.delete(lease.name);
      rests.set(lease.name, performance.now() + restMs);
      await releaseLease(database, lease);
      await withdraw();
    },
    isAlone: () => isAlone,
    resting,
    lost: () => {
      const told = lost;
      lost = [];
      return told;
    },
    async release() {
      for (const lease of held.values()) await releaseLease(database, lease);
      held.clear();
      await withdraw();
    },
  };
}
