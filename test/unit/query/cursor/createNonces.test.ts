import { expect, it } from '@jest/globals';
import { createNonces, nonceBytes } from '../../../../src/query/cursor/createNonces.ts';

it('never gives a nonce twice, here or elsewhere, also when it has drawn anew', () => {
  const given = [createNonces(), createNonces()].flatMap((next) =>
    Array.from({ length: 3_000 }, () => next()),
  );
  expect(new Set(given.map((nonce) => nonce.toString('hex'))).size).toBe(6_000);
  expect(new Set(given.map(({ length }) => length))).toEqual(new Set([nonceBytes]));
});
