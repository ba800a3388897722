import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Shutdown } from '../../../src/cli/Shutdown.ts';

describe('the end of a process', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const shutdownOf = () => {
    const codes: number[] = [];
    const done: string[] = [];
    const stderr = new PassThrough();
    const shutdown = new Shutdown({ stderr, exit: (code) => codes.push(code) });
    const stops = (name: string, work: Promise<void> = Promise.resolve()) => {
      shutdown.onStop(async () => {
        done.push(`${name} begins`);
        await work;
        done.push(`${name} ends`);
      });
    };
    return { codes, done, stderr, shutdown, stops };
  };
  const forever = new Promise<void>(() => undefined);

  it('stops what was started last first, once, however often it is asked', async () => {
    const { codes, done, shutdown, stops } = shutdownOf();
    stops('database');
    stops('gateway');
    shutdown.signal(0);
    shutdown.signal(0);
    await shutdown.end(1);
    await jest.advanceTimersByTimeAsync(0);
    expect(done).toEqual(['gateway begins', 'gateway ends', 'database begins', 'database ends']);
    expect(codes).toEqual([0]);
  });

  it('takes a signal that comes twice as one', async () => {
    const { codes, done, shutdown, stops } = shutdownOf();
    stops('database');
    stops('gateway', forever);
    shutdown.signal(0);
    await jest.advanceTimersByTimeAsync(1_000);
    shutdown.signal(0);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(done).toEqual(['gateway begins']);
    expect(codes).toEqual([]);
  });

  it('waits for nothing for ever, says so and ends with 1', async () => {
    const { codes, done, stderr, shutdown, stops } = shutdownOf();
    stops('database');
    stops('gateway', forever);
    shutdown.signal(0);
    await jest.advanceTimersByTimeAsync(25_000);
    expect(done).toEqual(['gateway begins', 'database begins', 'database ends']);
    expect(String(stderr.read())).toContain('did not stop within 25 s');
    expect(codes).toEqual([1]);
  });

  it('leaves nothing running that it has not told to stop when somebody does not want to wait', async () => {
    const { codes, done, shutdown, stops } = shutdownOf();
    stops('database');
    stops('gateway', forever);
    shutdown.signal(0);
    await jest.advanceTimersByTimeAsync(2_500);
    shutdown.signal(0);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(done).toEqual(['gateway begins', 'database begins', 'database ends']);
    expect(codes).toEqual([1]);
  });

  it('says what could not be stopped and ends with 1', async () => {
    const { codes, done, stderr, shutdown, stops } = shutdownOf();
    stops('database');
    shutdown.onStop(() => Promise.reject(new Error('it hangs')));
    await shutdown.end(0);
    expect(String(stderr.read())).toBe('error: Error: it hangs\n');
    expect(done).toEqual(['database begins', 'database ends']);
    expect(codes).toEqual([1]);
  });
});
