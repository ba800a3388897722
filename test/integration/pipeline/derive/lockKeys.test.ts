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
  key: columns,
  derivedFrom: columns.map((by) => ({ kind: 'product', product: 'p', table: 't', by })),
  selects: [],
});

/** A target whose one column is of this type in its SELECT. */
const typed = (type: string): Target => ({
  ...target('contract a@1', 'claim_id'),
  selects: ['select 1 as other', `select null::${type} as claim_id`],
});

const touching = (...values: readonly string[]): Scope => ({
  kind: 'TOUCHED',
  isTraced: false,
  by: [{ column: 'claim_id', values }],
});

function keys(from: number, count: number, column = 'claim_id'): Scope {
  const values = Array.from({ length: count }, (_, index) => String(from + index));
  return { kind: 'TOUCHED', isTraced: false, by: [{ column, values }] };
}

interface Held {
  readonly locked: Promise<'LOCKED'>;
  readonly release: () => Promise<void>;
}

/** Locks in a transaction that goes on until `release`; `locked` resolves when it has them. */
function hold(...locks: readonly (readonly [Target, Scope])[]): Held {
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

/** What is locked second gets its locks when the first has ended, and not before. */
async function expectWaits(first: Held, lock: () => Held): Promise<void> {
  await first.locked;
  const second = lock();
  expect(await Promise.race([second.locked, wait(200, 'WAITS')])).toBe('WAITS');
  await first.release();
  expect(await second.locked).toBe('LOCKED');
  await second.release();
}

describe('keys that are derived', () => {
  it.each([
    ['one key', target('contract a@1', 'claim_id'), keys(1, 1)],
    ['a target that two columns lead to', target('contract a@1', 'claim_id', 'office'), keys(2, 1)],
    [
      'a target that is found by no column of its key',
      { ...target('contract a@1', 'claim_id'), key: ['office'] },
      keys(2, 1),
    ],
  ])('wait for whoever holds %s', async (_, of, scope) => {
    const first = hold([of, keys(1, 1)]);
    await expectWaits(first, () => hold([of, scope]));
  });

  it.each([
    ['numeric', '1', '1.00'],
    ['double precision', '0', '-0'],
    ['timestamp(3) with time zone', '2026-01-02 00:00:00+00', '2026-01-02'],
    ['jsonb', '{"a": 1}', '{"a": 1.0}'],
    ['character(3)', 'a', 'a  '],
    ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ])('of type %s wait for who holds an equal value in another writing', async (type, one, other) => {
    const first = hold([typed(type), touching(one)]);
    await expectWaits(first, () => hold([typed(type), touching(other)]));
  });

  it('as texts wait for nobody who holds another text', async () => {
    const first = hold([typed('text'), touching('1')]);
    await first.locked;
    const second = hold([typed('text'), touching('1.00')]);
    expect(await second.locked).toBe('LOCKED');
    await Promise.all([first.release(), second.release()]);
  });

  it('of a type without hashes lock the target whole', async () => {
    const first = hold([typed('bit(3)'), touching('101')]);
    await expectWaits(first, () => hold([typed('bit(3)'), touching('111')]));
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
