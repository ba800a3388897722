import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConcordatError, type ErrorCode } from '../../../../src/errors/ConcordatError.ts';
import { runLeased } from '../../../../src/pipeline/run/runLeased.ts';
import type { WorkShare } from '../../../../src/pipeline/observe/WorkShare.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { until } from '../../../support/until.ts';

let test: TestDatabase;
let stops: (() => Promise<void>)[];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => {
  stops = [];
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
});

interface Process {
  /** What it works on, piece by piece, since it was asked last. */
  readonly worked: () => readonly string[];
  readonly failure: () => unknown;
  readonly tries: () => number;
  /** What has recovered. */
  readonly recoveries: () => readonly string[];
  /** How its share changed. */
  readonly shares: () => readonly WorkShare[];
  readonly stop: () => Promise<void>;
}

/** A process that shares `work:x` and `work:y`; `reaches` says what it reaches: of the pieces, and `pieces` to ask for them. */
function start(
  holder: string,
  reaches: (what: string) => boolean,
  leaseMs = 1_000,
  code: ErrorCode = 'KAFKA_UNAVAILABLE',
): Process {
  const abort = new AbortController();
  let worked = new Set<string>();
  let failure: unknown;
  let tries = 0;
  const recoveries: string[] = [];
  const shares: WorkShare[] = [];
  const reach = (what: string): void => {
    if (!reaches(what)) throw new ConcordatError(code, `${what} is out of reach`);
  };
  const done = runLeased({
    ...{ database: test.database, holder, signal: abort.signal, kind: 'worker', leaseMs, pollMs: 10 },
    pieces: () => {
      reach('pieces');
      return Promise.resolve(['work:x', 'work:y']);
    },
    work: ({ name }) => {
      tries += 1;
      reach(name);
      worked.add(name);
      return Promise.resolve(false);
    },
    onRound: (error) => {
      failure = error;
    },
    onRecovery: (_error, work) => recoveries.push(work),
    onShare: (share) => shares.push(share),
  });
  const stop = async (): Promise<void> => {
    abort.abort();
    await done;
  };
  stops.push(stop);
  return {
    worked: () => {
      const found = [...worked].toSorted();
      worked = new Set();
      return found;
    },
    ...{ failure: () => failure, tries: () => tries, stop },
    ...{ recoveries: () => recoveries, shares: () => shares },
  };
}

async function works(process: Process, ...pieces: readonly string[]): Promise<void> {
  await until(`it works on ${pieces.join(' and ')} alone`, async () => {
    process.worked();
    await wait(100);
    return process.worked().join() === pieces.join();
  });
}

/** As others find the leases of a process that does not renew them. */
async function expire(): Promise<void> {
  await test.database.execute({
    text: `update pipeline.lease set expires_at = clock_timestamp() - interval '1 second' where name like 'work:%'`,
  });
}

describe('leased work', () => {
  it('that fails is said to have recovered when it succeeded, not when its lease is lost', async () => {
    let isReached = true;
    let isLost = false;
    const abort = new AbortController();
    const failed: string[] = [];
    const recoveries: string[] = [];
    let losses = 0;
    const done = runLeased({
      ...{ database: test.database, holder: 'one', signal: abort.signal, kind: 'worker' },
      ...{ leaseMs: 1_000, pollMs: 10 },
      pieces: () => Promise.resolve(['work:x']),
      work: () => {
        if (isLost) {
          losses += 1;
          return Promise.reject(new ConcordatError('LEASE_LOST', 'It is lost.'));
        }
        return isReached
          ? Promise.resolve(false)
          : Promise.reject(new ConcordatError('KAFKA_UNAVAILABLE', 'Out of reach.'));
      },
      onFailure: (_error, _retryInMs, work) => failed.push(work),
      onRecovery: (_error, work) => recoveries.push(work),
    });
    isReached = false;
    await until('it fails', () => failed.length > 1);
    isLost = true;
    await until('its lease is lost', () => losses > 0);
    isLost = false;
    await until('it fails again', () => failed.length > 3);
    expect(recoveries).toEqual([]);
    isReached = true;
    await until('it succeeds', () => recoveries.length > 0);
    expect([recoveries, new Set(failed)]).toEqual([['work:x'], new Set(['work:x'])]);
    abort.abort();
    await done;
  });

  it('of which all that a piece holds fails by itself has not recovered', async () => {
    const abort = new AbortController();
    let isWithin = false;
    let works = 0;
    const recoveries: string[] = [];
    const done = runLeased({
      ...{ database: test.database, holder: 'one', signal: abort.signal, kind: 'worker' },
      ...{ leaseMs: 1_000, pollMs: 10 },
      pieces: () => Promise.resolve(['work:x']),
      work: () => {
        works += 1;
        if (works > 1) return Promise.resolve(false);
        isWithin = true;
        return Promise.reject(new ConcordatError('KAFKA_UNAVAILABLE', 'Out of reach.'));
      },
      failuresWithin: () => new Map([['x', isWithin ? new Error('not read') : undefined]]),
      onRecovery: (_error, work) => recoveries.push(work),
    });
    await until('nothing of it is tried', () => works > 3);
    expect(recoveries).toEqual([]);
    isWithin = false;
    await until('it succeeds', () => recoveries.length > 0);
    abort.abort();
    await done;
  });

  it('is told when it changes hands, and when it was lost, and not otherwise', async () => {
    const first = start('first', () => true);
    await works(first, 'work:x', 'work:y');
    await wait(1_500);
    const all = { held: ['work:x', 'work:y'], taken: ['work:x', 'work:y'], givenBack: [], lost: [] };
    expect(first.shares()).toEqual([all]);
    await expire();
    await until('it notices', () => first.shares().length > 1);
    expect(first.shares().slice(1)).toEqual([{ ...all, lost: ['work:x', 'work:y'] }]);
    const second = start('second', () => true);
    await until('each has one', () => second.shares().length > 0);
    expect(second.shares()).toMatchObject([{ taken: [expect.any(String)], givenBack: [], lost: [] }]);
    expect(first.shares().slice(2)).toMatchObject([
      { held: [expect.any(String)], taken: [], givenBack: [expect.any(String)], lost: [] },
    ]);
    await second.stop();
    expect(second.shares().at(-1)).toMatchObject({ held: [], lost: [] });
  });

  it('is kept through rounds that take longer than a lease', async () => {
    const abort = new AbortController();
    const shares: WorkShare[] = [];
    let rounds = 0;
    const done = runLeased({
      ...{ database: test.database, holder: 'one', signal: abort.signal, kind: 'worker' },
      ...{ leaseMs: 1_500, pollMs: 10 },
      pieces: () => Promise.resolve(['work:x', 'work:y', 'work:z', 'work:a']),
      work: () => wait(600, true),
      onRound: () => {
        rounds += 1;
      },
      onShare: (share) => shares.push(share),
    });
    await until('it has gone round', () => rounds > 2);
    abort.abort();
    await done;
    expect(shares.flatMap(({ lost }) => lost)).toEqual([]);
  });

  it('that stays out of reach is left to another process that reaches it', async () => {
    const first = start('first', (what) => what !== 'work:x');
    await until('it works on what it reaches', () => first.worked().includes('work:y'));
    const second = start('second', () => true);
    await until('the other has what the first does not reach', () => second.worked().includes('work:x'));
    expect(first.failure()).toBeUndefined();
  });

  it('is given back as a whole where nothing is reached, and shared again once it is', async () => {
    let isReached = true;
    const first = start('first', () => isReached);
    await works(first, 'work:x', 'work:y');
    isReached = false;
    const second = start('second', () => true);
    await works(second, 'work:x', 'work:y');
    await until('the first says why', () => first.failure() instanceof ConcordatError);
    // Its share is not taken from the other while it reaches nothing.
    const before = first.tries();
    await wait(4_000);
    expect(first.tries()).toBe(before);
    isReached = true;
    await until('each has one', async () => {
      await wait(100);
      return first.worked().length === 1 && second.worked().length === 1;
    });
  });

  it('that another version of the project has taken over is given back at once, also where nobody is there yet', async () => {
    const first = start('first', (what) => what === 'pieces', 60_000, 'PROJECT_REPLACED');
    await until('it fails', () => first.failure() instanceof ConcordatError);
    const second = start('second', () => true, 60_000);
    await works(second, 'work:x', 'work:y');
    expect(first.failure()).toMatchObject({ code: 'PROJECT_REPLACED' });
    expect(first.tries()).toBe(2);
  });

  it('is in no way of the other version that has taken over, and is shared again when that was taken back', async () => {
    let isCurrent = true;
    const first = start('first', (what) => isCurrent || what !== 'pieces', 1_000, 'PROJECT_REPLACED');
    await works(first, 'work:x', 'work:y');
    isCurrent = false;
    const second = start('second', () => true);
    await works(second, 'work:x', 'work:y');
    const before = first.tries();
    // Longer than a lease that it left to others.
    for (let look = 0; look < 60; look += 1) {
      await wait(100);
      expect(first.failure()).toMatchObject({ code: 'PROJECT_REPLACED' });
    }
    expect(first.tries()).toBe(before);
    isCurrent = true;
    await until('each has one', async () => {
      await wait(100);
      return first.worked().length === 1 && second.worked().length === 1;
    });
  });

  it('is left to nobody where there is no other process', async () => {
    let isReached = false;
    const alone = start('alone', (what) => isReached || what === 'pieces', 60_000);
    // After three of each it would be left to others.
    await until('it tries on', () => alone.tries() > 8);
    expect(alone.failure()).toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    isReached = true;
    await works(alone, 'work:x', 'work:y');
    expect(alone.failure()).toBeUndefined();
  });

  it('comes back when the other process is gone', async () => {
    let isReached = false;
    const first = start('first', (what) => isReached || what === 'pieces', 20_000);
    await until('it stays out of reach', () => first.tries() > 8);
    const second = start('second', () => true, 20_000);
    await works(second, 'work:x', 'work:y');
    await second.stop();
    isReached = true;
    // It was left to the other for 40 s.
    await until('it works on all again', () => first.worked().length === 2, { patienceMs: 30_000 });
  });
});
