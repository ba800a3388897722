import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runDeriver } from '../../../../src/pipeline/derive/runDeriver.ts';
import { replay } from '../../../../src/pipeline/parked/replay.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';

/** Before the fix: scores that are no small numbers are refused. */
const strict = derivedProject([
  [fixturePaths.productSql, "(payload ->> 'riskScore')::integer", "(payload ->> 'riskScore')::smallint"],
]);

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline(strict);
});
afterEach(() => pipeline.close());

const large = { riskScore: 70_000 };
const wrong = { riskScore: 'much' };

const waiting = `select from raw.position r left join pipeline.position d using (source, partition)
  where r.next_offset is distinct from d.next_offset`;

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

/** Claims of both partitions, of which some wait for the fix and some are wrong for good. */
async function arriveAndPark(): Promise<void> {
  await pipeline.arriveIn(
    0,
    settledEvent(1, 'a', '9.50'),
    settledEvent(2, 'a', '30.00', large),
    settledEvent(3, 'b', '10.00', large),
    settledEvent(3, 'c', '10.00', wrong),
    claimEvent(9, { claimId: 'd', claimedAmount: '1.00', ...large }),
    settledEvent(4, 'd', '1.00'),
  );
  await pipeline.arriveIn(1, settledEvent(5, 'e', '25.00', large), settledEvent(6, 'e', '7.00', wrong));
  await pipeline.deriveShard(0, 100);
  await pipeline.deriveShard(1, 100);
}

async function parked(): Promise<readonly unknown[]> {
  const rows = await pipeline.rows('select source, partition, "offset" from raw.parked order by 1, 2, 3');
  return rows.map(({ partition, offset }) => `${String(partition)}/${String(offset)}`);
}

async function expectAsRebuilt(): Promise<void> {
  const replayed = await pipeline.state();
  const { contracts, reconciliations } = await pipeline.derive(project);
  expect(contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0 }]);
  expect(reconciliations).toMatchObject([{ opened: 0, resolved: 0 }]);
  expect(await pipeline.state()).toEqual(replayed);
}

describe('a replay after a fix', () => {
  it.each([1, 2, 1_000])(
    'fault 12, I2, I4: in batches of %i leaves what a rebuild leaves',
    async (batchSize) => {
      await arriveAndPark();
      expect(await parked()).toEqual(['0/1', '0/2', '0/3', '0/4', '1/0', '1/1']);
      const positions = await pipeline.rows('select * from pipeline.position order by 1, 2');
      const progress: string[] = [];
      const result = await replay(pipeline.test.database, project, {
        ...{ maskKeys, batchSize },
        onProgress: (done, total) => progress.push(`${done}/${total}`),
      });
      const reason = 'text that is not of the expected type (payload field riskScore) [22P02]';
      expect(result.products).toEqual([{ product: 'claim_intake', inputs: 6, applied: 4, parked: 2 }]);
      expect(result.left).toEqual([{ product: 'claim_intake', reason, owner: 'intake', events: 2 }]);
      expect(result.leftEvents).toBe(2);
      expect(result.contracts).toMatchObject([{ contract: 'settled_claim@1', inserted: 2 }]);
      expect(progress.at(-1)).toBe('6/6');
      expect(await parked()).toEqual(['0/3', '1/1']);
      expect(await pipeline.rows('select * from pipeline.position order by 1, 2')).toEqual(positions);
      await expectAsRebuilt();
    },
  );

  it('has its consequences in exceptions, revisions, changes and the outbox', async () => {
    await arriveAndPark();
    await replay(pipeline.test.database, project, { maskKeys });
    expect(await pipeline.changes()).toEqual([
      { key: ['a'], revision: '1', after: '9.5', before: null },
      { key: ['d'], revision: '1', after: '1', before: null },
      { key: ['a'], revision: '2', after: '30', before: '9.5' },
      { key: ['b'], revision: '1', after: '10', before: null },
      { key: ['d'], revision: '2', after: null, before: '1' },
      { key: ['e'], revision: '1', after: '25', before: null },
    ]);
    expect(await pipeline.rows('select change_id from contract.outbox order by 1')).toEqual(
      await pipeline.rows('select id as change_id from contract.change order by 1'),
    );
    expect(await pipeline.rows('select subject from reconciliation.exception order by subject')).toEqual([
      { subject: { claim_id: 'a' } },
      { subject: { claim_id: 'e' } },
    ]);
  });

  it('changes nothing the second time, and before the fix', async () => {
    await arriveAndPark();
    const before = await pipeline.state();
    const early = await replay(pipeline.test.database, strict, { maskKeys });
    expect(early.products).toMatchObject([{ applied: 0, parked: 6 }]);
    expect(await pipeline.state()).toEqual(before);
    await replay(pipeline.test.database, project, { maskKeys });
    const after = await pipeline.rows('select * from contract.change order by id');
    const again = await replay(pipeline.test.database, project, { maskKeys });
    expect(again.products).toMatchObject([{ inputs: 2, applied: 0, parked: 2 }]);
    expect(await pipeline.rows('select * from contract.change order by id')).toEqual(after);
  });

  it('applies only what is asked for, and says what was not parked', async () => {
    await arriveAndPark();
    const events = ['1', '5'].map((offset) => ({ source: 'intake.claims', partition: 0, offset }));
    const result = await replay(pipeline.test.database, project, { maskKeys, filter: { events } });
    expect(result.products).toMatchObject([{ inputs: 1, applied: 1 }]);
    expect(result).toMatchObject({ left: [], notParked: ['intake.claims/0/5'] });
    expect(await parked()).toEqual(['0/2', '0/3', '0/4', '1/0', '1/1']);
    for (const filter of [{ product: 'other' }, { source: 'other' }]) {
      expect(await replay(pipeline.test.database, project, { maskKeys, filter })).toMatchObject({
        ...{ products: [], left: [] },
      });
    }
    await replay(pipeline.test.database, project, { maskKeys, filter: { product: 'claim_intake' } });
    expect(await parked()).toEqual(['0/3', '1/1']);
    await expectAsRebuilt();
  });

  it('keeps the time since when an event is parked, and gives it the reason of today', async () => {
    await pipeline.arriveIn(0, claimEvent(1, { claimId: 'a', riskScore: 99_999_999_999 }));
    await pipeline.deriveShard(0, 100);
    const text = 'select reason, parked_at from raw.parked';
    const [before] = await pipeline.rows(text);
    const renamed = derivedProject([
      [
        fixturePaths.productSql,
        "(payload ->> 'riskScore')::integer",
        "(payload ->> 'riskScore')::date::text::integer",
      ],
    ]);
    await replay(pipeline.test.database, renamed, { maskKeys });
    const [after] = await pipeline.rows(text);
    expect(after?.['reason']).not.toBe(before?.['reason']);
    expect(after?.['parked_at']).toBe(before?.['parked_at']);
  });

  it('forgets what is parked of a topic that the product reads no more, as a rebuild does', async () => {
    await arriveAndPark();
    await pipeline.test.database.execute({
      text: `update raw.parked set source = 'intake.former' where "offset" = 3`,
    });
    await replay(pipeline.test.database, project, { maskKeys });
    expect(await parked()).toEqual(['1/1']);
  });

  it('takes no more bytes at once than fit, but one event whatever its size', async () => {
    await arriveAndPark();
    await pipeline.test.database.execute({
      text: `update raw.event set value = value || convert_to(repeat(' ', $1), 'UTF8') where partition = 0 and "offset" in (1, 2)`,
      values: [33 * 1024 * 1024],
    });
    const progress: number[] = [];
    await replay(pipeline.test.database, project, {
      maskKeys,
      onProgress: (done) => progress.push(done),
    });
    expect(progress).toEqual([1, 2, 6]);
    expect(await parked()).toEqual(['0/3', '1/1']);
  });

  it('leaves parked what raw does not have', async () => {
    await arriveAndPark();
    await pipeline.test.database.execute({
      text: `delete from raw.event where partition = 0 and "offset" = 2`,
    });
    const { products } = await replay(pipeline.test.database, project, { maskKeys });
    expect(products).toMatchObject([{ inputs: 5, applied: 3, parked: 2 }]);
    expect(await parked()).toEqual(['0/2', '0/3', '1/1']);
  });
});

describe('replays at once', () => {
  it('I2: with one another and with a pipeline apply each event once', async () => {
    const many = (time: number) =>
      Array.from({ length: 60 }, (_, n) =>
        n % 3 === 0
          ? settledEvent(time, `wrong-${time}-${n}`, '1.00', wrong)
          : settledEvent(time, `claim-${n % 20}`, `${n}.00`, large),
      );
    await pipeline.arriveIn(0, ...many(1));
    await pipeline.arriveIn(1, ...many(2).toReversed());
    await pipeline.deriveShard(0, 100);
    await pipeline.deriveShard(1, 100);
    await pipeline.arriveIn(0, ...many(3).map((line) => line.replaceAll('much', '7')));
    const stop = new AbortController();
    const deriver = runDeriver({
      ...{ database: pipeline.test.connect(), project, maskKeys, signal: stop.signal },
      ...{ holder: 'deriver', batchSize: 9, pollMs: 10 },
    });
    const results = await Promise.all(
      [7, 11, 50].map((batchSize) => replay(pipeline.test.connect(), project, { maskKeys, batchSize })),
    );
    await eventually(async () => (await pipeline.rows(waiting)).length === 0);
    stop.abort();
    await deriver;
    expect(results.reduce((sum, { products }) => sum + (products[0]?.applied ?? 0), 0)).toBe(80);
    expect(await parked()).toHaveLength(40);
    await expectAsRebuilt();
  });
});
