import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lockKeys, type Target } from '../../../../src/pipeline/derive/lockKeys.ts';
import type { Scope } from '../../../../src/pipeline/scope/Scope.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const target = (id: string, ...columns: readonly string[]): Target => ({
  id,
  derivedFrom: columns.map((by) => ({ kind: 'product', product: 'p', table: 't', by })),
});

function keys(from: number, count: number, column = 'claim_id'): Scope {
  const values = Array.from({ length: count }, (_, index) => String(from + index));
  return { kind: 'TOUCHED', isTraced: false, by: [{ column, values }] };
}

/** Locks in a transaction that goes on until `release`; `locked` resolves when it has them. */
function hold(...locks: readonly (readonly [Target, Scope])[]) {
  const release = Promise.withResolvers<undefined>();
  const locked = Promise.withResolvers<'LOCKED'>();
  const done = test.database.transaction(async (transaction) => {
    for (const [of, scope] of locks) await lockKeys(transaction, of, scope);
    locked.resolve('LOCKED');
    await release.promise;
  });
  done.catch(locked.reject);
  return {
    locked: locked.promise,
    release: () => {
      release.resolve(undefined);
      return done;
    },
  };
}

describe('keys that are derived', () => {
  it.each([
    ['one key', target('contract a@1', 'claim_id'), keys(1, 1)],
    ['a target that two columns lead to', target('contract a@1', 'claim_id', 'office'), keys(2, 1)],
  ])('wait for whoever holds %s', async (_, of, scope) => {
    const first = hold([of, keys(1, 1)]);
    await first.locked;
    const second = hold([of, scope]);
    expect(await Promise.race([second.locked, wait(200, 'WAITS')])).toBe('WAITS');
    await first.release();
    expect(await second.locked).toBe('LOCKED');
    await second.release();
  });

  it('wait for nobody who holds others', async () => {
    const first = hold([target('contract a@1', 'claim_id'), keys(1, 1)]);
    const second = hold(
      [target('contract a@1', 'claim_id'), keys(2, 1)],
      [target('contract b@1', 'claim_id'), keys(1, 1)],
    );
    expect(await second.locked).toBe('LOCKED');
    await Promise.all([first.release(), second.release()]);
  });

  it('of many batches at once never wait for one another in a circle (fault 20)', async () => {
    const targets = ['reconciliation r', 'contract a@1', 'contract b@1'].map((id) => target(id, 'claim_id'));
    const batches = Array.from({ length: 6 }, (_, index) =>
      hold(...targets.map((of) => [of, keys(index * 1_500, 2_000)] as const)),
    );
    await Promise.all(batches.map(({ locked, release }) => locked.then(release)));
  });
});
