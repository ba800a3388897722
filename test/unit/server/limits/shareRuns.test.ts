import { expect, it } from '@jest/globals';
import { shareRuns } from '../../../../src/server/limits/shareRuns.ts';

function runs() {
  const begun: { readonly resolve: (value: undefined) => void; readonly reject: (error: Error) => void }[] =
    [];
  const run = shareRuns(() => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    begun.push({ resolve, reject });
    return promise;
  });
  return { begun, run };
}

it('runs one at a time, and once for all who ask meanwhile', async () => {
  const { begun, run } = runs();
  const [first, second, third] = [run(), run(), run()];
  expect(begun.length).toBe(1);
  begun[0]?.resolve(undefined);
  await first;
  await new Promise(setImmediate);
  expect(begun.length).toBe(2);
  begun[1]?.resolve(undefined);
  await Promise.all([second, third]);
  const fourth = run();
  expect(begun.length).toBe(3);
  begun[2]?.resolve(undefined);
  await fourth;
});

it('fails those who wait with the run that they wait for, and runs for whoever asks then', async () => {
  const { begun, run } = runs();
  const asked = Promise.allSettled([run(), run(), run()]);
  begun[0]?.reject(new Error('no'));
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(begun.length).toBe(1);
  const again = run();
  begun[1]?.resolve(undefined);
  await again;
});
