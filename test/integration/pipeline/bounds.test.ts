import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../src/contract/model.ts';
import {
  claimEvent,
  createClaimsPipeline,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { eventLine } from '../../support/eventFiles.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

/** Text that no index can make short. */
const randomText = (bytes: number): string => randomBytes(bytes / 2).toString('hex');

const digits = '7'.repeat(131_000);

const beyond = (column: string, bound: string): string =>
  `beyond the bounds (table claim_intake.claims, column ${column}: ${bound})`;

const amount = 'a number below 10^30 with at most 20 digits after the point';
const time = 'from 0001-01-01 to 9999-12-31 in UTC';

describe('an event whose values only a product can hold', () => {
  it.each([
    ['a long id', { claimId: randomText(502) }, beyond('claim_id', 'at most 500 bytes')],
    ['a long text', { office: randomText(2_002) }, beyond('office', 'at most 2,000 bytes')],
    ['many digits', { paidAmount: digits }, beyond('paid_amount', amount)],
    ['10^30', { paidAmount: `1${'0'.repeat(30)}` }, beyond('paid_amount', amount)],
    ['-10^30', { paidAmount: `-1${'0'.repeat(30)}` }, beyond('paid_amount', amount)],
    ['21 digits after the point', { paidAmount: `0.${'1'.repeat(21)}` }, beyond('paid_amount', amount)],
    ['no number', { paidAmount: 'NaN' }, beyond('paid_amount', amount)],
    ['an infinite number', { paidAmount: '-Infinity' }, beyond('paid_amount', amount)],
    ['the year 10000 in UTC', { settledAt: '9999-12-31T23:59:59-03:00' }, beyond('settled_at', time)],
    ['a year before 1', { settledAt: '0001-01-01T00:00:00+03:00' }, beyond('settled_at', time)],
    ['a time without end', { settledAt: 'infinity' }, beyond('settled_at', time)],
  ])('is parked, and the rest goes on: %s', async (_, claim, reason) => {
    await pipeline.arrive(
      settledEvent(1, 'a', '1'),
      settledEvent(1, 'poison', '1', claim),
      settledEvent(1, 'b', '2'),
    );
    const { products } = await pipeline.derive();
    expect(products).toMatchObject([{ inputs: 3, applied: 2, parked: 1 }]);
    expect(await pipeline.rows('select "offset", reason from raw.parked')).toEqual([{ offset: '1', reason }]);
    expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a', 'b']);
  });

  it('is taken up to each bound', async () => {
    await pipeline.arrive(
      settledEvent(1, randomText(500), `${'9'.repeat(30)}.${'9'.repeat(20)}`, {
        office: randomText(2_000),
        settledAt: '9999-12-31T23:59:59.999Z',
      }),
      settledEvent(1, 'b', '-0.5', { settledAt: '0001-01-01T00:00:00Z' }),
    );
    expect((await pipeline.derive()).products).toMatchObject([{ applied: 2, parked: 0 }]);
    expect(await pipeline.serving()).toHaveLength(2);
  });

  it('is parked although it only changes a row, which stays as it was', async () => {
    await pipeline.arrive(
      settledEvent(1, 'a', '1'),
      settledEvent(2, 'a', digits),
      claimEvent(1, { claimId: 'b' }),
    );
    expect((await pipeline.derive()).products).toMatchObject([{ applied: 2, parked: 1 }]);
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', paid: '1' }]);
  });
});

/** A list in a field of the event that nobody asked for. */
const withList = (claimId: string, item: string, times: number): string => {
  const value = `{"claimId":"${claimId}","currency":"EUR","x":[${Array<string>(times).fill(item).join()}]}`;
  return eventLine('intake.claims', claimId, 1, value);
};

const expanding = 'beyond the bounds (numbers: exponents together at most 65,536, or eight times the bytes)';

describe('an event whose numbers are far longer with all their digits', () => {
  // Were they projected, md5(payload::text) alone would take seconds and gigabytes for each.
  it.each(['1e131000', '-1.5E+131000', '1e-16383', '0e-16383'])(
    'is parked before a product has it, and the same by a rebuild: %s',
    async (item) => {
      await pipeline.arrive(
        settledEvent(1, 'a', '1'),
        withList('poison', item, 7_500),
        settledEvent(1, 'b', '2'),
      );
      await pipeline.deriveShard(0, 100);
      expect(await pipeline.rows('select "offset", reason from raw.parked')).toEqual([
        { offset: '1', reason: expanding },
      ]);
      expect(await pipeline.rows('select payload from raw.event where "offset" = 1')).toEqual([
        { payload: null },
      ]);
      expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a', 'b']);
      const incremental = await pipeline.state();
      await pipeline.derive();
      expect(await pipeline.state()).toEqual(incremental);
    },
  );

  it('is taken up to the bound, and where they are texts', async () => {
    await pipeline.arrive(
      withList('a', '1e16384', 4),
      withList('b', '1.7976931348623157e308', 200),
      withList('c', '1.5E12', 100_000),
      withList('d', '"1e131000 \\" 1e131000"', 100),
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.rows('select reason from raw.parked')).toEqual([]);
    expect(await pipeline.rows('select count(*)::int as claims from claim_intake.claims')).toEqual([
      { claims: 4 },
    ]);
  });
});

/** The insurer's project with further columns of claims, and a key of three. */
function widened(): Project {
  return derivedProject([
    [
      fixturePaths.product,
      '  "Where the damage happened, as',
      '  "Further names of the claim."\n  aliases: [ID!]\n  "Share that we bear."\n  share: Float\n  "Day of the damage."\n  damagedOn: Date\n  "Where the damage happened, as',
    ],
    [fixturePaths.product, '  office: String\n', '  office: String!\n'],
    [fixturePaths.product, '  town: String\n', '  town: String!\n'],
    [fixturePaths.product, '@key(fields: "claimId")', '@key(fields: "claimId office town")'],
    [fixturePaths.productSql, '(claim_id, office,', '(aliases, share, damaged_on, claim_id, office,'],
    [
      fixturePaths.productSql,
      "  select\n    payload ->> 'claimId',",
      "  select case when payload -> 'aliases' ->> 0 = 'nested' then array[array['a', 'b']] else array(select jsonb_array_elements_text(payload -> 'aliases')) end, (payload ->> 'share')::double precision,\n    (payload ->> 'damagedOn')::date, payload ->> 'claimId',",
    ],
    [fixturePaths.productSql, 'on conflict (claim_id)', 'on conflict (claim_id, office, town)'],
    [
      fixturePaths.productSql,
      "jsonb_build_object('claim_id', payload ->> 'claimId')",
      "jsonb_build_object('claim_id', payload ->> 'claimId', 'office', payload ->> 'office', 'town', payload ->> 'town')",
    ],
  ]);
}

describe('lists, floats, days and keys', () => {
  it.each([
    [{ aliases: ['x', randomText(502)] }, 'column aliases: each item at most 500 bytes'],
    [{ aliases: ['nested'] }, 'column aliases: no lists within the list'],
    [{ share: 'Infinity' }, 'column share: a finite number'],
    [{ share: 'NaN' }, 'column share: a finite number'],
    [{ damagedOn: 'infinity' }, 'column damaged_on: from 0001-01-01 to 9999-12-31'],
    [{ damagedOn: '0044-03-15 BC' }, 'column damaged_on: from 0001-01-01 to 9999-12-31'],
    [
      { office: randomText(1_200), town: randomText(1_200) },
      'key claim_id, office, town: together at most 2,300 bytes',
    ],
  ])('have bounds too: case %#', async (claim, bound) => {
    await pipeline.close();
    pipeline = await createClaimsPipeline(widened());
    const report = (claimId: string, more: object): string =>
      eventLine(
        'intake.claims',
        claimId,
        1,
        JSON.stringify({ claimId, currency: 'EUR', office: 'o', town: 't', ...more }),
      );
    await pipeline.arrive(
      report('a', { aliases: ['b'], share: '0.5', damagedOn: '2017-01-05' }),
      report('poison', claim),
    );
    await pipeline.derive();
    expect(await pipeline.rows('select reason from raw.parked')).toEqual([
      { reason: `beyond the bounds (table claim_intake.claims, ${bound})` },
    ]);
    expect(await pipeline.rows('select claim_id from claim_intake.claims')).toEqual([{ claim_id: 'a' }]);
  });
});
