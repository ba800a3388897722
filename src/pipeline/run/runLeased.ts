import { setTimeout as wait } from 'node:timers/promises';
import { ConcordatError, type ErrorCode } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import type { Lease } from '../lease/Lease.ts';
import { createLeaseSet } from '../lease/LeaseSet.ts';
import type { WorkFailures } from '../observe/WorkFailures.ts';
import type { WorkShare } from '../observe/WorkShare.ts';
import { createRetries, undecided } from './createRetries.ts';
import { createShareNews } from './createShareNews.ts';

/** What every worker of the pipeline is told. */
export interface WorkerOptions {
  readonly database: Database;
  /** Names this process among those that share the work; different for each. */
  readonly holder: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which a silent process's work goes to others; default 15 s. */
  readonly leaseMs?: number;
  /** Milliseconds between looks for new work; default 200. */
  readonly pollMs?: number;
  /** Told each time that the worker goes round, idle or busy, before each piece, and by a deriver at each step of one: it is not stuck. */
  readonly onTurn?: () => void;
  /**
   * Told at the end of each round by what all of the work fails at present, undefined when some of it succeeds, and of all work that is
   * this process's now, by name, by what it fails.
   */
  readonly onRound?: (failure: unknown, works: WorkFailures) => void;
  /** Told of a failure of some work, by its name; it is tried again, later each time. */
  readonly onFailure?: (error: unknown, retryInMs: number, work: string) => void;
  /** Told when work that had failed succeeds, and of nothing less; of each code that it had failed by. */
  readonly onRecovery?: (error: unknown, work: string) => void;
  /** Told when what this process works on has changed. */
  readonly onShare?: (share: WorkShare) => void;
}

/** Work that processes share by leases, one on each piece of it. */
export interface LeasedWork extends WorkerOptions {
  /** What the worker is called where processes are counted, e.g. `deriver`. */
  readonly kind: string;
  /** Names of the pieces that there are now, e.g. `shard:3`. */
  readonly pieces: () => Promise<readonly string[]>;
  /** Works on a piece once; true when there may be more to do at once. */
  readonly work: (lease: Lease) => Promise<boolean>;
  /** Of a piece that holds several things, each tried again by itself: by what each fails, by name. */
  readonly failuresWithin?: (lease: Lease) => WorkFailures;
}

/** What it is called that pieces are asked for and shared. */
const sharing = 'share';

/** So often in a row work may fail by what others may not, before it is left to them. */
const triesBeforeRest = 3;

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof ConcordatError && error.code === code;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Works on this process's share of the pieces, each in turn, until `signal` aborts. A piece that fails is tried again, with
 * pauses that grow to half a minute, and holds up no other; no failure ends the worker. A piece whose lease is lost is left to
 * whoever has it now. One for which Kafka stays out of reach, or whose topic another database has, is given back for a while where there
 * is another process, and all of them where not even the pieces can be asked for: another process may reach it, or be told to take the
 * topic over. Where another version of the project has taken over, it is given back at once, also where nobody else is there yet.
 */
export async function runLeased(options: LeasedWork): Promise<void> {
  const { database, signal, holder, kind, leaseMs = 15_000, pollMs = 200 } = options;
  const leases = createLeaseSet({ database, holder, kind, durationMs: leaseMs });
  const { onFailure, onRecovery, failuresWithin = () => new Map() } = options;
  const shareNews = createShareNews();
  const retries = createRetries({ firstPauseMs: pollMs, onFailure, onRecovery });
  let held: readonly Lease[] = [];
  let balancedAt = -Infinity;
  let renewedAt = -Infinity;

  const failsBy = (name: string, code: ErrorCode): boolean =>
    retries.failuresOf(name) >= triesBeforeRest && hasCode(retries.failureOf(name), code);

  /** Others may reach Kafka, or be told to take topics over. */
  const isForOthers = (name: string): boolean =>
    failsBy(name, 'KAFKA_UNAVAILABLE') || failsBy(name, 'TOPIC_TAKEN');

  /** Only processes of the other version can do it now; this one asks from time to time whether that was taken back. */
  const isReplaced = (name: string): boolean => hasCode(retries.failureOf(name), 'PROJECT_REPLACED');

  const balance = async (): Promise<void> => {
    if (performance.now() - balancedAt < leaseMs / 3) return;
    held = await leases.balance(await options.pieces(), isForOthers);
    renewedAt = performance.now();
    // Where nothing is held there may be pieces soon: topics get their first events, processes die.
    balancedAt = held.length === 0 ? -Infinity : performance.now();
  };

  /** Between pieces too, as a round of several long ones may take longer than a lease. What fails here fails where work is shared next. */
  const renew = async (): Promise<void> => {
    if (performance.now() - renewedAt < leaseMs / 3 || retries.failureOf(sharing) !== undefined) return;
    renewedAt = performance.now();
    const renewed = await leases.renew().catch(() => held);
    if (renewed.length < held.length) balancedAt = -Infinity;
    held = renewed;
  };

  /** By what all fail that a piece holds. */
  const failureWithin = (lease: Lease): unknown => {
    const failures = [...failuresWithin(lease).values()];
    return failures.includes(undefined) ? undefined : failures[0];
  };

  /** Where nothing of a piece was tried, or its lease is lost, nothing is known of what had failed. */
  const workOnce = async (lease: Lease): Promise<boolean | typeof undecided> => {
    try {
      const isBusy = await options.work(lease);
      return failureWithin(lease) === undefined ? isBusy : undecided;
    } catch (error) {
      if (!hasCode(error, 'LEASE_LOST')) throw error;
      leases.forget(lease);
      held = held.filter((other) => other !== lease);
      balancedAt = -Infinity;
      return undecided;
    }
  };

  /** What cannot be given back expires. */
  const giveBack = async (): Promise<void> => {
    await leases.release().catch(() => undefined);
    held = [];
    balancedAt = -Infinity;
  };

  const rest = async (lease: Lease, restMs: number): Promise<void> => {
    held = held.filter((other) => other !== lease);
    await leases.rest(lease, restMs).catch(() => undefined);
  };

  const failure = (): unknown => {
    const failures = [
      ...held.map((lease) => retries.failureOf(lease.name) ?? failureWithin(lease)),
      ...leases.resting().map((name) => retries.failureOf(name)),
    ];
    return retries.failureOf(sharing) ?? (failures.includes(undefined) ? undefined : failures[0]);
  };

  const works = (): WorkFailures =>
    new Map([
      [sharing, retries.failureOf(sharing)],
      ...held.flatMap((lease): (readonly [string, unknown])[] => [
        [lease.name, retries.failureOf(lease.name)],
        ...failuresWithin(lease),
      ]),
    ]);

  const tellShare = (): void => {
    const share = shareNews(held, leases.lost());
    if (share !== undefined) options.onShare?.(share);
  };

  while (!signal.aborted) {
    options.onTurn?.();
    await retries.attempt(sharing, balance, undefined);
    if (failsBy(sharing, 'KAFKA_UNAVAILABLE') || isReplaced(sharing)) await giveBack();
    tellShare();
    let busy = false;
    for (const lease of held) {
      options.onTurn?.();
      await renew();
      if (!held.includes(lease)) continue;
      busy = (await retries.attempt(lease.name, () => workOnce(lease), false)) || busy;
      if (isReplaced(lease.name)) await rest(lease, 4 * leaseMs);
      else if (isForOthers(lease.name) && !leases.isAlone()) await rest(lease, 2 * leaseMs);
    }
    tellShare();
    options.onRound?.(failure(), works());
    if (!busy) await pause(pollMs, signal);
  }
  await giveBack();
  tellShare();
}
