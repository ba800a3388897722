import { beforeEach, describe, expect, it } from '@jest/globals';
import { createWatchdog, type Watchdog } from '../../../../src/pipeline/observe/createWatchdog.ts';

let now = 0;
let watchdog: Watchdog;
beforeEach(() => {
  now = 1_000;
  watchdog = createWatchdog({ stallMs: 600_000, clock: () => now });
});

describe('the watchdog', () => {
  it('calls no worker stalled that has not begun', () => {
    now += 10_000_000;
    expect(watchdog.hasBegun()).toBe(false);
    expect(watchdog.stalled()).toEqual([]);
  });

  it('lets a batch take minutes, and calls stalled what is silent for longer, by itself', () => {
    watchdog.observer.turned('deriver');
    watchdog.observer.turned('publisher');
    now += 599_000;
    expect(watchdog.stalled()).toEqual([]);
    watchdog.observer.turned('publisher');
    now += 2_000;
    expect(watchdog.stalled()).toEqual([{ worker: 'deriver', silentMs: 601_000 }]);
    watchdog.observer.turned('deriver');
    expect(watchdog.stalled()).toEqual([]);
  });

  it('calls a worker failing from the first round in which nothing succeeds to the next in which something does', () => {
    watchdog.observer.turned('ingester');
    watchdog.observer.rounded('ingester', undefined, new Map());
    expect(watchdog.failing()).toEqual([]);
    watchdog.observer.rounded('ingester', 'first', new Map([['work', 'first']]));
    now += 5_000;
    watchdog.observer.rounded('ingester', 'second', new Map([['work', 'second']]));
    expect(watchdog.failing()).toEqual([{ worker: 'ingester', error: 'second', failingMs: 5_000 }]);
    expect(watchdog.stalled()).toEqual([]);
    watchdog.observer.rounded('ingester', undefined, new Map());
    expect(watchdog.failing()).toEqual([]);
  });
});
