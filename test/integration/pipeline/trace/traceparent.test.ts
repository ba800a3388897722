import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate } from '../../../../src/storage/migrate.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  migrationsDir,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

/** The nth trace of this test. */
function trace(n: number): string {
  return `00-${String(n).padStart(32, 'a')}-${String(n).padStart(16, 'b')}-01`;
}

/** An event arrives whose headers are given as pairs. */
async function arrive(
  line: string,
  ...headers: readonly (readonly [string, string | Buffer])[]
): Promise<void> {
  await pipeline.arriveIn(0, line);
  await pipeline.test.database.execute({
    text: `update raw.event set header_names = $1, header_values = $2::bytea[]
      where "offset" = (select max("offset") from raw.event)`,
    values: [headers.map(([name]) => name), headers.map(([, value]) => Buffer.from(value))],
  });
}

const traced = (n: number): readonly [string, string] => ['traceparent', trace(n)];

async function changes(): Promise<readonly unknown[]> {
  const rows = await pipeline.rows('select key ->> 0 as claim, traceparent from contract.change order by id');
  return rows.map(({ claim, traceparent }) => [claim, traceparent]);
}

describe('the trace of a change', () => {
  it('is that of the event that caused it, event by event in one batch', async () => {
    await arrive(settledEvent(1, 'a', '9.00'), traced(1));
    await arrive(settledEvent(1, 'b', '9.00'), ['ce_id', '7'], traced(2), ['other', 'x']);
    await arrive(settledEvent(1, 'c', '9.00'));
    await pipeline.deriveShard(0, 100);
    expect(await changes()).toEqual([
      ['a', trace(1)],
      ['b', trace(2)],
      ['c', null],
    ]);
    await arrive(claimEvent(2, { claimId: 'b' }), traced(3));
    await pipeline.deriveShard(0, 100);
    expect((await changes()).at(-1)).toEqual(['b', trace(3)]);
  });

  it('is the newest event’s that has one where several caused it, and nobody’s who changed nothing', async () => {
    await arrive(settledEvent(1, 'a', '9.00'), traced(1));
    await arrive(settledEvent(3, 'a', '8.00'), traced(2));
    await arrive(settledEvent(5, 'a', '7.00'));
    await arrive(settledEvent(1, 'b', '9.00'), traced(3));
    await pipeline.deriveShard(0, 100);
    expect(await changes()).toEqual([
      ['a', trace(2)],
      ['b', trace(3)],
    ]);
    await arrive(settledEvent(1, 'b', '9.00'), traced(4));
    await pipeline.deriveShard(0, 100);
    expect(await changes()).toHaveLength(2);
  });

  it('is found for a change that only a reconciliation brings', async () => {
    const reconciled = derivedProject([
      [
        'schema/contracts/settled_claim/v1.graphql',
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
        '',
      ],
    ]);
    await arrive(settledEvent(1, 'a', '9.00'), traced(1));
    await deriveBatch(pipeline.test.database, reconciled, 0, { maskKeys });
    await arrive(settledEvent(2, 'a', '8.00'), traced(2));
    await deriveBatch(pipeline.test.database, reconciled, 0, { maskKeys });
    expect(await changes()).toEqual([
      ['a', trace(1)],
      ['a', trace(2)],
    ]);
  });

  it('is found for a change of which exceptions alone are the cause', async () => {
    const path = 'schema/contracts/settled_claim/v1';
    const byFellows = derivedProject([
      [
        `${path}.graphql`,
        'reconciliation: "claim_balance", by: "claim_id"',
        'reconciliation: "claim_balance", by: "fellow"',
      ],
      [`${path}.sql`, 'claims.claim_id,', 'claims.claim_id, claims.claim_id as fellow,'],
      [
        fixturePaths.exceptionsSql,
        ', claim_id\n',
        ', claim_id, array(select c.claim_id from claim_intake.claims c where c.office = claims.office) as fellow\n',
      ],
    ]);
    await migrate(pipeline.test.database, { migrationsDir, project: byFellows });
    await arrive(settledEvent(1, 'a', '9.00'), traced(1));
    await arrive(settledEvent(1, 'b', '9.00'), traced(2));
    await deriveBatch(pipeline.test.database, byFellows, 0, { maskKeys });
    await arrive(settledEvent(2, 'b', '12.00'), traced(3));
    await deriveBatch(pipeline.test.database, byFellows, 0, { maskKeys });
    expect(await changes()).toEqual([
      ['a', trace(1)],
      ['b', trace(2)],
      ['a', trace(3)],
      ['b', trace(3)],
    ]);
  });

  it('is found by what a row was as well as by what it is', async () => {
    // Rows are offices now: a claim that moves changes the row that it leaves too.
    const path = 'schema/contracts/settled_claim/v1';
    const byOffice = derivedProject([
      [
        `${path}.graphql`,
        '@derivedFrom(product: "claim_intake.claims", by: "claim_id")',
        '@derivedFrom(product: "claim_intake.claims", by: "office")',
      ],
      [`${path}.graphql`, '@derivedFrom(reconciliation: "claim_balance", by: "claim_id")', ''],
      [`${path}.sql`, 'claims.claim_id,', 'claims.office as claim_id,'],
      [`${path}.sql`, 'join reconciliation.claim_balance on claim_balance.claim_id = claims.claim_id\n', ''],
    ]);
    await migrate(pipeline.test.database, { migrationsDir, project: byOffice });
    await arrive(settledEvent(1, 'a', '9.00', { office: 'Uppsala' }), traced(1));
    await deriveBatch(pipeline.test.database, byOffice, 0, { maskKeys });
    await arrive(settledEvent(2, 'a', '9.00', { office: 'Sevilla' }), traced(2));
    await deriveBatch(pipeline.test.database, byOffice, 0, { maskKeys });
    expect(await changes()).toEqual([
      ['Uppsala', trace(1)],
      ['Sevilla', trace(2)],
      ['Uppsala', trace(2)],
    ]);
  });

  it('is kept by the events of a part that are taken where others are parked', async () => {
    await arrive(settledEvent(1, 'a', '9.00'), traced(1));
    await arrive(claimEvent(1, { claimId: 'poison', riskScore: 'much' }), traced(2));
    await arrive(settledEvent(1, 'b', '9.00'), traced(3));
    await pipeline.deriveShard(0, 100);
    expect(await changes()).toEqual([
      ['a', trace(1)],
      ['b', trace(3)],
    ]);
  });

  it.each<readonly [string, readonly (readonly [string, string | Buffer])[]]>([
    ['zeros', [['traceparent', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`]]],
    ['upper case', [['traceparent', trace(1).toUpperCase()]]],
    ['another version', [['traceparent', trace(1).replace('00-', 'ff-')]]],
    ['more after it', [['traceparent', `${trace(1)}\nforged`]]],
    ['a megabyte', [['traceparent', trace(1).repeat(20_000)]]],
    ['bytes that are no text', [['traceparent', Buffer.from([0, 0xff, 0xfe, 0x27, 0x22])]]],
    ['SQL', [['traceparent', "'; drop table raw.event; --"]]],
    ['nothing', [['traceparent', '']]],
    ['two of them', [traced(1), traced(2)]],
    ['another case of the name', [['Traceparent', trace(1)]]],
  ])('attack 58: a forged traceparent is ignored: %s', async (_what, headers) => {
    await arrive(settledEvent(1, 'a', '9.00'), ...headers);
    await arrive(settledEvent(1, 'b', '9.00'), traced(7));
    await pipeline.deriveShard(0, 100);
    expect(await changes()).toEqual([
      ['a', null],
      ['b', trace(7)],
    ]);
  });

  it('costs nothing where no event belongs to one: not a statement more', async () => {
    const texts: string[] = [];
    const database = pipeline.test.connect({ onStatement: ({ text }) => texts.push(text) });
    await arrive(settledEvent(1, 'a', '9.00'), ['ce_id', '7']);
    await deriveBatch(database, project, 0, { maskKeys });
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => /traced\b|touched_trace|touched_row/.test(text))).toEqual([]);
  });
});
