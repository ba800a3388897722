import { describe, expect, it } from '@jest/globals';
import { createWatermarks } from '../../../../src/pipeline/observe/createWatermarks.ts';

describe('the watermarks', () => {
  it('say how many events a position is behind, and since when', () => {
    let now = 0;
    const watermarks = createWatermarks(() => now);
    const reach = (nextOffset: string): void => {
      watermarks.reached([{ source: 't', partition: 2, nextOffset }]);
    };
    expect(watermarks.lag('t', 2, '0')).toBeUndefined();
    reach('10');
    now = 4_000;
    reach('30');
    now = 6_000;
    expect(watermarks.lag('t', 2, '5')).toEqual({ events: 25, seconds: 6 });
    expect(watermarks.lag('t', 2, '10')).toEqual({ events: 20, seconds: 2 });
    expect(watermarks.lag('t', 2, '30')).toEqual({ events: 0, seconds: 0 });
    now = 9_000;
    reach('31');
    now = 10_000;
    expect(watermarks.lag('t', 2, '30')).toEqual({ events: 1, seconds: 1 });
    expect(watermarks.lag('t', 3, '0')).toBeUndefined();
  });

  it('do not say for long that a position is not behind when the broker says nothing more', () => {
    let now = 0;
    const watermarks = createWatermarks(() => now);
    watermarks.reached([{ source: 't', partition: 0, nextOffset: '7' }]);
    now = 9_000;
    expect(watermarks.lag('t', 0, '7')).toEqual({ events: 0, seconds: 0 });
    now = 11_000;
    expect(watermarks.lag('t', 0, '7')).toBeUndefined();
    // What another process has brought in beyond what was heard here.
    expect(watermarks.lag('t', 0, '12')).toBeUndefined();
    watermarks.reached([{ source: 't', partition: 0, nextOffset: '7' }]);
    expect(watermarks.lag('t', 0, '7')).toEqual({ events: 0, seconds: 0 });
  });

  it('go on saying that a position is behind, ever longer, and keep no more than they need', () => {
    let now = 0;
    const watermarks = createWatermarks(() => now);
    for (let offset = 1; offset <= 5_000; offset += 1) {
      now += 1;
      watermarks.reached([{ source: 't', partition: 0, nextOffset: String(offset) }]);
    }
    expect(watermarks.lag('t', 0, '0')).toEqual({ events: 5_000, seconds: 4.999 });
    now += 600_000;
    expect(watermarks.lag('t', 0, '0')).toEqual({ events: 5_000, seconds: 604.999 });
  });
});
