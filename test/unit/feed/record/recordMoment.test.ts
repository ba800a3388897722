import { expect, it } from '@jest/globals';
import { recordMoment } from '../../../../src/feed/record/recordMoment.ts';

it.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [1_795_000_000_123, '2026-11-18T11:06:40.123Z'],
  [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  [253_402_300_800_000, null],
  [-1, null],
  [-9e15, null],
  [9e15, null],
  [Number.NaN, null],
])('tells the time of a record of %d', (timestamp, moment) => {
  expect(recordMoment({ timestamp })).toBe(moment);
});
