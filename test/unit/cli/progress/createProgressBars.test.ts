import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { createProgressBars } from '../../../../src/cli/progress/createProgressBars.ts';

it('on a terminal says no time left before it is known', () => {
  const drawn: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200 });
  stream.on('data', (chunk: Buffer) => drawn.push(chunk.toString()));
  const bars = createProgressBars(stream);
  bars.report('parked events', 0, 10);
  bars.report('parked events', 0, 10);
  bars.report('an empty file', 0, 0);
  bars.stop();
  const text = drawn.join('');
  expect(text).toMatch(/parked events .*0% of 10 \| 0s, – left/);
  expect(text).toMatch(/an empty file .*100% of 1/);
  expect(text).not.toMatch(/NULL|INF|NaN/);
});
