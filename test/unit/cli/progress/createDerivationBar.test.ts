import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createDerivationBar } from '../../../../src/cli/progress/createDerivationBar.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const at = (share: number) => ({
  phase: 'MATERIALIZE' as const,
  name: 'x',
  done: share * 4,
  total: 4,
  share,
});

it('where there is no terminal writes a line now and then, and once that all is done, however long its commit takes', () => {
  const stream = new PassThrough();
  const bar = createDerivationBar('rebuild', stream);
  bar.report(at(0));
  jest.advanceTimersByTime(6_000);
  bar.report(at(0.5));
  jest.advanceTimersByTime(6_000);
  bar.report(at(1));
  jest.advanceTimersByTime(12_000);
  bar.stop();
  jest.advanceTimersByTime(12_000);
  expect(String(stream.read()).split('\n')).toEqual([
    'rebuild 0% | time left not known yet | 0 of 4 contracts',
    'rebuild 0% | time left not known yet | 0 of 4 contracts',
    'rebuild 50% | 10s left | 2 of 4 contracts',
    'rebuild 100% | done in 24s | 4 of 4 contracts',
    '',
  ]);
});

it('says once that there was nothing to do', () => {
  const stream = new PassThrough();
  const bar = createDerivationBar('rebuild', stream);
  bar.report(at(1));
  bar.stop();
  expect(String(stream.read())).toBe('rebuild 100% | done in 0s | 4 of 4 contracts\n');
});
