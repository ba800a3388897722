import { expect, it } from '@jest/globals';
import { createNonces } from '../../../../src/query/cursor/createNonces.ts';

it('never gives a nonce twice, here or in another process', () => {
  const processes = [createNonces(), createNonces()];
  const given = processes.flatMap((next) => Array.from({ length: 1_000 }, () => next().toString('hex')));
  expect(new Set(given).size).toBe(2_000);
  expect(new Set(given.map((nonce) => nonce.length))).toEqual(new Set([24]));
});

it('takes another fixed part when all are counted', () => {
  const next = createNonces(3);
  const fixed = Array.from({ length: 6 }, () => next().toString('hex').slice(0, 16));
  expect(new Set(fixed.slice(0, 3)).size).toBe(1);
  expect(new Set(fixed.slice(3)).size).toBe(1);
  expect(fixed[3]).not.toBe(fixed[0]);
});
