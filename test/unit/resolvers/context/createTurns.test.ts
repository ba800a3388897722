import { expect, it } from '@jest/globals';
import { setImmediate as nextLoop } from 'node:timers/promises';
import { createTurns } from '../../../../resolvers/context/createTurns.ts';

it('turns are given in order, and what waits for the process meanwhile comes in between', async () => {
  const turn = createTurns();
  const seen: string[] = [];
  const others = (async () => {
    for (let at = 0; at < 10; at += 1) {
      await nextLoop();
      seen.push('other');
    }
  })();
  await Promise.all(
    Array.from({ length: 10 }, async (_none, at) => {
      await turn();
      seen.push(`turn ${at}`);
    }),
  );
  await others;
  expect(seen.filter((one) => one !== 'other')).toEqual(
    Array.from({ length: 10 }, (_none, at) => `turn ${at}`),
  );
  for (let at = 0; at < 9; at += 1) {
    expect(seen.slice(seen.indexOf(`turn ${at}`), seen.indexOf(`turn ${at + 1}`))).toContain('other');
  }
});
