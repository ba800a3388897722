import { describe, expect, it } from '@jest/globals';
import { RevisionGuard } from '../../../../src/feed/hub/RevisionGuard.ts';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';

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

describe('RevisionGuard', () => {
  it('lets each revision of a key pass once, and no older one after it', () => {
    const guard = new RevisionGuard();
    const passed = [1n, 2n, 2n, 1n, 3n].map((revision) => guard.passes(change('a', revision)));
    expect(passed).toEqual([true, true, false, false, true]);
    expect(guard.passes(change('b', 1n))).toBe(true);
  });

  it('lets everything pass of topics without revisions', () => {
    const guard = new RevisionGuard();
    expect([guard.passes(change('a', null)), guard.passes(change('a', null))]).toEqual([true, true]);
  });

  it('believes no revision that the key cannot have come to', () => {
    const guard = new RevisionGuard();
    const most = 2n ** 52n;
    expect(guard.passes(change('a', most + 1n))).toBe(false);
    expect(guard.passes(change('a', 1n))).toBe(true);
    expect(guard.passes(change('a', 2n ** 53n - 1n))).toBe(false);
    expect(guard.passes(change('a', 2n))).toBe(true);
    // Outrunning one that is believed leads beyond it.
    expect([most, most + 1n, most + 2n].map((revision) => guard.passes(change('a', revision)))).toEqual([
      true,
      true,
      true,
    ]);
  });
});
