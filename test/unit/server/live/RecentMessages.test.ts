import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import { RecentMessages } from '../../../../src/server/live/RecentMessages.ts';
import type { RenderedMessage } from '../../../../src/server/live/RenderedMessage.ts';

const change = (offset: bigint): FeedChange => ({
  ...{ partition: 0, offset, key: {}, revision: '1', row: null, before: null, committedAt: null },
  ...{ mark: '', bytes: 1 },
});
const message = (text: string): RenderedMessage => ({ parts: [text], read: [] });

describe('RecentMessages', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('have the last of each kind, however large, and few others, by what they take', () => {
    const recent = new RecentMessages();
    const changes = Array.from({ length: 4 }, (_, at) => change(BigInt(at)));
    const large = message('x'.repeat(30_000));
    for (const one of changes) recent.add('UPSERT', one, large);
    expect(changes.map((one) => recent.get('UPSERT', one))).toEqual([undefined, undefined, large, large]);
    expect(changes.map((one) => recent.get('DELETE', one)).filter(Boolean)).toEqual([]);
    const huge = message('x'.repeat(1_000_000));
    const [last, next] = [change(5n), change(6n)];
    recent.add('UPSERT', last, huge);
    expect(recent.get('UPSERT', last)).toEqual(huge);
    recent.add('UPSERT', next, message('small'));
    expect(recent.get('UPSERT', last)).toBeUndefined();
  });

  it('forget all after a moment, and what was begun before too', async () => {
    const recent = new RecentMessages();
    const [one, other] = [change(1n), change(2n)];
    const made = Promise.withResolvers<RenderedMessage>();
    recent.add('UPSERT', one, made.promise);
    recent.add('UPSERT', other, message('other'));
    jest.advanceTimersByTime(5_001);
    made.resolve(message('one'));
    await made.promise;
    expect(recent.get('UPSERT', one)).toBeUndefined();
    expect(recent.get('UPSERT', other)).toBeUndefined();
  });

  it('have what was made while others were begun, and nothing that failed', async () => {
    const recent = new RecentMessages();
    const [one, other, failing] = [change(1n), change(2n), change(3n)];
    const [made, failed] = [message('one'), Promise.reject<RenderedMessage>(new Error('no'))];
    recent.add('UPSERT', one, Promise.resolve(made));
    recent.add('UPSERT', other, message('other'));
    recent.add('UPSERT', failing, failed);
    await failed.catch(() => undefined);
    expect(recent.get('UPSERT', one)).toBe(made);
    expect(recent.get('UPSERT', failing)).toBeUndefined();
  });
});
