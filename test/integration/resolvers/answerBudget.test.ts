import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnswerBudget } from '../../../resolvers/context/AnswerBudget.ts';
import { AnswerMemory } from '../../../src/server/limits/AnswerMemory.ts';
import { defaultLimits, type Limits } from '../../../src/server/limits/Limits.ts';
import { defaultLoadLimits } from '../../../src/server/limits/LoadLimits.ts';
import { OperationBudget } from '../../../src/server/limits/OperationBudget.ts';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner } from '../../support/runOperation.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createParcelDatabase();
  const stop = { cost: 1.5, clerk: 'Ann' };
  await insertParcels(test.database, [
    { parcel_id: 'p1', keywords: ['a', 'b', 'c'], stops: [stop, stop] },
    { parcel_id: 'p2', keywords: null, stops: [] },
  ]);
  await insertRows(
    test.database,
    'intake.parcels',
    ['Ann', 'Bob', 'Eve'].map((clerk) => ({ parcel_id: 'p1', clerk, price: '1' })),
  );
  const offsets = [1, 2, 3, 4];
  await insertRows(
    test.database,
    'intake.parcels__event',
    offsets.map((offset) => ({
      parcel_id: 'p1',
      clerk: 'Ann',
      source: 'counter.parcels',
      partition: 0,
      offset,
    })),
  );
  await test.database.execute({
    text: `insert into raw.event (source, partition, "offset", payload, event_time, received_at)
      select 'counter.parcels', 0, n, '{"meta": {"type": "Taken"}}', '2026-03-01', '2026-03-01' from unnest($1::bigint[]) as n`,
    values: [offsets],
  });
});
afterAll(() => test.drop());

const query = `{ parcelV2List { nodes { parcelId duty keywords again: keywords stops { cost clerk }
  _meta { lineage { product identity events { source offset eventType } } exceptions { id } } } } }`;

function run(openBudget: () => AnswerBudget, source = query) {
  const runner = createOperationRunner({ project: parcelsProject, database: test.database, openBudget });
  return runner.run(parcelProfile('tracker'), source);
}

function budgetOf(limits: Partial<Limits>): OperationBudget {
  return new OperationBudget(
    { ...defaultLimits, ...limits },
    new AnswerMemory(defaultLoadLimits).open('tracker'),
  );
}

/** The leaves of an answer; a product row's identity is one. */
function leaves(value: unknown, key = ''): number {
  if (typeof value !== 'object' || value === null || key === 'identity') return 1;
  return Object.entries(value).reduce((sum, [name, entry]) => sum + leaves(entry, name), 0);
}

describe('the budget of an answer', () => {
  it('is charged for each value that the answer holds, and for about as many bytes', async () => {
    const charged = { values: 0, bytes: 0 };
    const { data, codes } = await run(() => ({
      charge: (values, bytes) => {
        charged.values += values;
        charged.bytes += bytes;
      },
      assertLeft: () => undefined,
      rowsBehindLeft: () => 100,
      chargeRowsBehind: () => undefined,
    }));
    expect(codes).toEqual([]);
    expect(charged.values).toBe(leaves(data));
    expect(charged.values).toBeGreaterThan(30);
    const { length } = JSON.stringify(data);
    expect(charged.bytes).toBeGreaterThan(length / 2);
    expect(charged.bytes).toBeLessThan(length * 1.2);
  });

  it.each<[string, Partial<Limits>, string]>([
    ['values', { values: 12 }, 'The answer would hold more than 12 values.'],
    ['bytes', { answerBytes: 100 }, 'The answer is larger than 100 bytes.'],
    [
      'rows behind its rows',
      { rowsBehind: 5 },
      'More than 5 source events, exceptions or rows of exceptions stand behind the answer.',
    ],
  ])('ends an operation that is to hold too many %s', async (_what, limits, message) => {
    const budget = budgetOf(limits);
    const { codes, messages } = await run(() => budget);
    expect(new Set(codes)).toEqual(new Set(['LIMIT_EXCEEDED']));
    expect(new Set(messages)).toEqual(new Set([message]));
    expect(budget.refusal?.message).toBe(message);
  });

  it('has room for what is just within it', async () => {
    const budget = budgetOf({ rowsBehind: 6 });
    expect((await run(() => budget)).codes).toEqual([]);
    expect(budget.refusal).toBeUndefined();
  });

  it('bounds what is read behind the rows before it is read', async () => {
    const read: number[] = [];
    const { codes } = await run(() => ({
      charge: () => undefined,
      assertLeft: () => undefined,
      rowsBehindLeft: () => 2,
      chargeRowsBehind: (rows) => {
        read.push(rows);
      },
    }));
    expect(codes).toEqual([]);
    expect(Math.max(...read)).toBe(3);
  });

  it('is charged for the catalog too', async () => {
    const budget = budgetOf({ values: 20 });
    const { codes } = await run(() => budget, '{ contract(name: "parcel") { fields { name } } }');
    expect(codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('is charged alike however many exceptions stand behind one that is withheld (attack 30)', async () => {
    const open = (kind: string, numbers: readonly number[]) =>
      test.database.execute({
        text: `with opened as (
            insert into reconciliation.exception (reconciliation, kind, subject, severity, owner, due_at)
            select 'parcel_check', $1, jsonb_build_object('number', n), 'LOW', 'counter', now() from unnest($2::int[]) as n
            returning id)
          insert into reconciliation.exception_reach (exception_id, reconciliation, "column", value)
          select id, 'parcel_check', 'parcel_id', 'p2' from opened`,
        values: [kind, numbers],
      });
    const ask = async () => {
      const charged: number[] = [];
      const { data, codes } = await run(
        () => ({
          charge: (values, bytes) => {
            charged.push(values, bytes);
          },
          assertLeft: () => undefined,
          rowsBehindLeft: () => 1,
          chargeRowsBehind: (rows) => {
            charged.push(rows);
          },
        }),
        '{ parcelV2(parcelId: "p2") { _meta { exceptions { kind } } } }',
      );
      expect(codes).toEqual([]);
      return { data, charged };
    };
    await open('NOT_DECLARED', [1]);
    const one = await ask();
    expect(one.data).toEqual({ parcelV2: { _meta: { exceptions: [{ kind: 'WITHHELD' }] } } });
    await open('NOT_DECLARED', [2, 3, 4, 5]);
    expect(await ask()).toEqual(one);
    // Those that are shown are bounded, and what is withheld is not lost behind them.
    await open('WEIGHT_DIFFERS', [1]);
    expect((await ask()).data).toEqual({
      parcelV2: { _meta: { exceptions: [{ kind: 'WEIGHT_DIFFERS' }, { kind: 'WITHHELD' }] } },
    });
    await open('WEIGHT_DIFFERS', [2, 3, 4, 5]);
    const most = await run(
      () => budgetOf({ rowsBehind: 4 }),
      '{ parcelV2(parcelId: "p2") { _meta { exceptions { kind } } } }',
    );
    expect(most.codes).toEqual(['LIMIT_EXCEEDED']);
  });
});
