import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { changeUntold } from '../../../../src/feed/hub/changeUntold.ts';
import { untoldLog, type UntoldLog } from '../../../../src/server/live/untoldLog.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';

describe('what the log says of subscriptions that had to end', () => {
  let lines: string[];
  let log: UntoldLog;
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    log = untoldLog(createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const said = (): readonly unknown[] =>
    lines.splice(0).map((line) => {
      const { contract, subscriptions, reason } = JSON.parse(line) as Readonly<Record<string, unknown>>;
      return [contract, subscriptions, String(reason).split(': ')[1]];
    });
  const [unreadable, silent] = [changeUntold('it cannot be read'), changeUntold('it does not say')];

  it('is one line for all that end together, and another for another contract or reason', () => {
    log.onUntold('a@1', unreadable, 1);
    log.onUntold('a@1', unreadable, 2);
    log.onUntold('b@1', unreadable, 1);
    log.onUntold('a@1', silent, 4);
    jest.advanceTimersByTime(1_000);
    expect(said()).toEqual([
      ['a@1', 3, 'it cannot be read.'],
      ['b@1', 1, 'it cannot be read.'],
      ['a@1', 4, 'it does not say.'],
    ]);
  });

  it('is a line every ten seconds at most, and none is left out', () => {
    for (let at = 0; at < 100; at += 1) {
      log.onUntold('a@1', unreadable, 1);
      jest.advanceTimersByTime(250);
    }
    log.flush();
    log.flush();
    const counts = said().map((line) => Number(Array.isArray(line) ? line[1] : NaN));
    expect(counts.length).toBeLessThanOrEqual(4);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  });
});
