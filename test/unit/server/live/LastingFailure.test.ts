import { describe, expect, it } from '@jest/globals';
import { LastingFailure } from '../../../../src/server/live/LastingFailure.ts';

describe('LastingFailure', () => {
  it('lets what stays be said at once and then ever more seldom, with how often it was', () => {
    let now = 0;
    const lasting = new LastingFailure(() => now);
    const said: unknown[] = [];
    for (; now < 3_600_000; now += 500) {
      const count = lasting.failed('A');
      if (count !== undefined) said.push([now / 1_000, count]);
    }
    expect(said.slice(0, 4)).toEqual([
      [0, 1],
      [10, 20],
      [30, 40],
      [70, 80],
    ]);
    // Ten minutes at most between two.
    expect(said).toHaveLength(11);
  });

  it('lets each kind be said, and once that it is over', () => {
    let now = 0;
    const lasting = new LastingFailure(() => now);
    expect(lasting.passed()).toBe(false);
    expect([lasting.failed('A'), lasting.failed('B'), lasting.failed('A'), lasting.failed('B')]).toEqual([
      ...[1, 1, undefined, undefined],
    ]);
    expect([lasting.passed(), lasting.passed()]).toEqual([true, false]);
    now = 20_000;
    expect(lasting.failed('A')).toBe(1);
    expect(lasting.passed()).toBe(true);
  });

  it('lets what comes and goes be said no oftener than what stays', () => {
    let now = 0;
    const lasting = new LastingFailure(() => now);
    let said = 0;
    for (; now < 60_000; now += 500) {
      if (lasting.failed('A') !== undefined) said += 1;
      if (lasting.passed()) said += 1;
    }
    expect(said).toBe(12);
  });

  it('lets it be said at once when it comes back after a long failure that was over', () => {
    let now = 0;
    const lasting = new LastingFailure(() => now);
    for (; now < 1_800_000; now += 500) lasting.failed('A');
    lasting.passed();
    now += 15_000;
    expect(lasting.failed('A')).toBe(1);
  });
});
