import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveWindow } from '../../../src/pipeline/derive/deriveWindow.ts';
import {
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';
import { failureOf } from '../../support/failureOf.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

describe('reconciliation exceptions', () => {
  const open = (): Promise<Record<string, unknown>[]> =>
    pipeline.rows(`select id, kind, subject, severity, owner, detail, opened_at, due_at - opened_at = interval '3 days' as due, resolved_at
      from reconciliation.exception order by subject`);

  it('are opened, stay open as they are with a new detail, and are resolved', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '12'), settledEvent(1, 'b', '10'));
    expect((await pipeline.derive()).reconciliations).toMatchObject([{ open: 1, opened: 1, resolved: 0 }]);
    const [first] = await open();
    expect(first).toMatchObject({
      ...{
        kind: 'PAID_TOO_MUCH',
        subject: { claim_id: 'a' },
        severity: 'HIGH',
        owner: 'claims-data',
        detail: '2.00',
      },
      ...{ due: true, resolved_at: null },
    });
    await pipeline.arrive(settledEvent(2, 'a', '15'));
    await pipeline.derive();
    expect(await open()).toEqual([{ ...first, detail: '5.00' }]);
    expect(
      await pipeline.rows(
        'select exception_id, reconciliation, "column", value from reconciliation.exception_reach',
      ),
    ).toEqual([
      { exception_id: first?.['id'], reconciliation: 'claim_balance', column: 'claim_id', value: 'a' },
    ]);
    await pipeline.arrive(settledEvent(3, 'a', '10'));
    expect((await pipeline.derive()).reconciliations).toMatchObject([{ open: 0, opened: 0, resolved: 1 }]);
    expect(await open()).toEqual([{ ...first, detail: '5.00', resolved_at: expect.any(String) }]);
    // It is still told of to who may see the row that it was about.
    expect(await pipeline.rows('select exception_id, value from reconciliation.exception_reach')).toEqual([
      { exception_id: first?.['id'], value: 'a' },
    ]);
  });

  it('are opened anew, as another case, when they come back', async () => {
    for (const [time, paid] of ['12', '10', '13'].entries()) {
      await pipeline.arrive(settledEvent(time + 1, 'a', paid));
      await pipeline.derive();
    }
    const all = await open();
    expect(all).toHaveLength(2);
    expect(new Set(all.map(({ id }) => id)).size).toBe(2);
    expect(all.filter(({ resolved_at }) => resolved_at === null)).toMatchObject([{ detail: '3.00' }]);
  });

  it('reach by every value of an array, and are identified by scalars only', async () => {
    const reaching = derivedProject([
      [
        fixturePaths.exceptionsSql,
        ', claim_id\n',
        `, 'all' as scope, array_agg(claim_id) over () as claim_id\n`,
      ],
    ]);
    await pipeline.arrive(settledEvent(1, 'a', '12'), settledEvent(1, 'b', '12'));
    expect((await pipeline.derive(reaching)).reconciliations).toMatchObject([{ open: 1 }]);
    expect(
      await pipeline.rows('select "column", value from reconciliation.exception_reach order by 1, 2'),
    ).toEqual([
      { column: 'claim_id', value: 'a' },
      { column: 'claim_id', value: 'b' },
      { column: 'scope', value: 'all' },
    ]);
  });

  it('read what they reach once, however much that is', async () => {
    const reaching = derivedProject([
      [
        fixturePaths.exceptionsSql,
        ', claim_id\n',
        `, claim_id, array(select md5(n::text) || md5(claim_id) from generate_series(1, 5000) n) as member\n`,
      ],
    ]);
    await pipeline.arriveIn(0, settledEvent(1, 'a', '12'));
    const window = [
      { source: 'intake.claims', partition: 0, from: '0', to: '1', events: 1, isTraced: false },
    ];
    const detoasted = await pipeline.test.database.transaction(async (transaction) => {
      await deriveWindow(transaction, reaching, window, { maskKeys });
      return transaction.query<{ reads: number }>({
        text: `select coalesce(idx_scan, 0)::int as reads from pg_stat_xact_all_tables
          where relid = (select reltoastrelid from pg_class where oid = 'pg_temp.identified'::regclass)`,
      });
    });
    expect(
      await pipeline.rows('select count(*)::int as reached from reconciliation.exception_reach'),
    ).toEqual([{ reached: 5_001 }]);
    expect(detoasted[0]?.reads).toBeGreaterThan(0);
    expect(detoasted[0]?.reads).toBeLessThan(100);
  });

  it('reach numbers by their value, however each statement writes it', async () => {
    await pipeline.close();
    pipeline = await createClaimsPipeline(
      derivedProject([
        [
          fixturePaths.reconciliation,
          'by: "claim_id")',
          'by: "claim_id")\n  @derivedFrom(product: "claim_intake.claims", by: "paid_amount")',
        ],
        [fixturePaths.exceptionsSql, ', claim_id\n', ', claim_id, paid_amount * 1.00 as paid_amount\n'],
      ]),
    );
    await pipeline.arriveIn(0, settledEvent(1, 'a', '12.50'));
    await pipeline.deriveShard(0, 10);
    expect(
      await pipeline.rows(`select s.claim_id, r.value from contract.settled_claim_v1 s
        join reconciliation.exception_reach r on r."column" = 'paid_amount' and r.value = s.paid_amount::text`),
    ).toEqual([{ claim_id: 'a', value: '12.5' }]);
    await pipeline.arriveIn(0, settledEvent(2, 'a', '10'));
    await pipeline.deriveShard(0, 10);
    expect(await pipeline.rows('select from reconciliation.exception where resolved_at is null')).toEqual([]);
  });

  it('of a kind that is not declared are a clear error, and nothing is changed', async () => {
    await pipeline.arrive(settledEvent(1, 'a', '12'));
    const error = await failureOf(
      pipeline.derive(
        derivedProject([[fixturePaths.exceptionsSql, "'PAID_TOO_MUCH' as kind", "'PAID_TWICE' as kind"]]),
      ),
    );
    expect(error.code).toBe('PROJECT_INVALID');
    expect(error.message).toContain('reconciliation claim_balance cannot be derived');
    expect(error.message).toContain('PAID_TWICE (1 rows)');
    expect(await pipeline.rows('select 1 from claim_intake.claims')).toEqual([]);
  });
});
