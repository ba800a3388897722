import { describe, expect, it } from '@jest/globals';
import { RevisionGuard } from '../../../../src/feed/hub/RevisionGuard.ts';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import { heldBytes } from '../../../support/heldBytes.ts';

const change = (id: string, revision: bigint | null): FeedChange => ({
  ...{
    partition: 0,
    offset: 0n,
    key: { id },
    row: { id },
    before: null,
    committedAt: null,
    mark: '',
    bytes: 1,
  },
  revision: revision === null ? null : String(revision),
});

/** What becomes of revisions of a key, one after the other; those in doubt do not pass. */
function verdicts(guard: RevisionGuard, id: string, ...revisions: readonly (bigint | null)[]): string[] {
  return revisions.map((revision) => {
    const verdict = guard.judge(change(id, revision));
    if (verdict === 'NEW' || verdict === 'LATE') guard.pass(change(id, revision));
    return verdict;
  });
}

describe('RevisionGuard', () => {
  it('lets each revision of a key pass once, and no older one after it', () => {
    const guard = new RevisionGuard();
    expect(verdicts(guard, 'a', 1n, 2n, 2n, 1n, 3n)).toEqual(['NEW', 'NEW', 'OLD', 'OLD', 'NEW']);
    expect(verdicts(guard, 'b', 1n)).toEqual(['NEW']);
  });

  it('knows what comes late from what comes again', () => {
    const guard = new RevisionGuard();
    expect(verdicts(guard, 'a', 6n, 5n, 5n, 6n, 9n, 4n, 7n, 4n)).toEqual([
      ...['NEW', 'LATE', 'OLD', 'OLD', 'NEW', 'LATE', 'LATE', 'OLD'],
    ]);
    // Older than all that are remembered.
    expect(verdicts(guard, 'a', 3n)).toEqual(['OLD']);
  });

  it('knows whether anything was told since the newest revision of a key', () => {
    const guard = new RevisionGuard();
    const told = (): boolean => guard.isNewestTold(change('a', 1n));
    expect(told()).toBe(false);
    guard.pass(change('a', 5n), true);
    expect(told()).toBe(true);
    guard.pass(change('a', 7n), false);
    expect(told()).toBe(false);
    guard.pass(change('a', 6n), true);
    expect(told()).toBe(true);
    guard.pass(change('a', 4n), false);
    expect(told()).toBe(true);
  });

  it('lets everything pass of topics without revisions', () => {
    expect(verdicts(new RevisionGuard(), 'a', null, null)).toEqual(['NEW', 'NEW']);
  });

  it('doubts a revision that the key has not come to by itself, and believes what follows one that is made sure of', () => {
    const guard = new RevisionGuard();
    const most = 2n ** 52n;
    expect(verdicts(guard, 'a', most + 1n, 1n, 2n ** 53n - 1n, 2n)).toEqual([
      ...['DOUBTED', 'NEW', 'DOUBTED', 'NEW'],
    ]);
    // Outrunning one that is believed leads beyond it.
    expect(verdicts(guard, 'a', most, most + 1n, most + 2n)).toEqual(['NEW', 'NEW', 'NEW']);
    expect(verdicts(guard, 'b', most + 7n)).toEqual(['DOUBTED']);
    guard.pass(change('b', most + 7n));
    expect(verdicts(guard, 'b', most + 7n, most + 8n)).toEqual(['OLD', 'NEW']);
  });

  it('takes what its keys take: each subscription that comes back has one', async () => {
    const before = await heldBytes();
    const guards = Array.from({ length: 1_000 }, () => new RevisionGuard());
    expect((await heldBytes()) - before).toBeLessThan(20 * 1024 * 1024);
    expect(verdicts(guards[0] ?? new RevisionGuard(), 'a', 1n)).toEqual(['NEW']);
  });
});
