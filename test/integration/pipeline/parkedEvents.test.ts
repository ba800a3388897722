import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  project,
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

describe('I4: events that a product cannot take', () => {
  it('are parked with reason and owner, and the rest is applied', async () => {
    await pipeline.arrive(
      settledEvent(1, 'a', '1'),
      claimEvent(1, { claimId: 'b', riskScore: 'much' }),
      eventLine('intake.claims', 'c', 86_400_000, 'null'),
      eventLine('intake.claims', 'd', 86_400_000, String.raw`{"claimId":"d\u0000"}`),
      claimEvent(1, { claimId: 'e', paidAmount: '1,50' }),
      settledEvent(1, 'f', '2'),
      eventLine('intake.claims', 'g', 86_400_000, '{"claimId":"g"}'),
      settledEvent(1, 'h', '3'),
    );
    const { products } = await pipeline.derive();
    expect(products).toEqual([{ product: 'claim_intake', inputs: 8, applied: 3, parked: 5 }]);
    expect(
      await pipeline.rows(
        'select product, source, partition, "offset", reason, owner from raw.parked order by "offset"',
      ),
    ).toEqual(
      [
        ['1', 'text that is not of the expected type (payload field riskScore) [22P02]'],
        ['2', 'no value (a tombstone)'],
        ['3', String.raw`JSON with \u0000 in a text, which PostgreSQL cannot hold`],
        ['4', 'text that is not of the expected type (payload field paidAmount) [22P02]'],
        ['6', 'null where a value is required (table claim_intake.claims, column currency) [23502]'],
      ].map(([offset, reason]) => ({
        ...{ product: 'claim_intake', source: 'intake.claims', partition: -1 },
        offset,
        reason,
        owner: 'intake',
      })),
    );
    expect(await pipeline.serving()).toHaveLength(3);
  });

  it.each([
    [
      'a number too large',
      { riskScore: 99_999_999_999 },
      'number out of range (payload field riskScore) [22003]',
    ],
    [
      'an object for a number',
      { riskScore: { a: 1 } },
      'text that is not of the expected type (payload field riskScore) [22P02]',
    ],
    ['no time', { settledAt: 'today "at" noon' }, 'not a date or time (payload field settledAt) [22007]'],
    [
      'no such day',
      { settledAt: '2026-13-01T00:00:00Z' },
      'date or time out of range (payload field settledAt) [22008]',
    ],
    [
      'a text that stands twice',
      { paidAmount: 'secret', office: 'secret' },
      'text that is not of the expected type (payload field office or payload field paidAmount) [22P02]',
    ],
    [
      'a text that stands in fields that the product does not read too',
      {
        paidAmount: 'secret',
        unread: 'secret',
        'secret@example.com': 'secret',
        deep: { paidAmount: 'secret' },
      },
      'text that is not of the expected type (payload field paidAmount) [22P02]',
    ],
  ])('say which field of the payload is at fault: %s', async (_, claim, reason) => {
    await pipeline.arrive(claimEvent(1, { claimId: 'a', ...claim }), settledEvent(1, 'b', '1'));
    expect((await pipeline.derive()).products).toMatchObject([{ applied: 1, parked: 1 }]);
    expect(await pipeline.rows('select reason from raw.parked')).toEqual([{ reason }]);
    expect(await pipeline.rows('select claim_id from claim_intake.claims')).toEqual([{ claim_id: 'b' }]);
  });

  it('say so of fields within others, and of the key', async () => {
    const nested = derivedProject([
      [fixturePaths.productSql, 'payload, event_time\n', 'payload, event_time, key\n'],
      [
        fixturePaths.productSql,
        "(payload ->> 'riskScore')::integer",
        "(payload #>> '{scores,0,risk}')::integer + key::integer",
      ],
    ]);
    await pipeline.arrive(
      eventLine('intake.claims', '7', 1, '{"claimId":"a","currency":"EUR","scores":[{"risk":"high"}]}'),
      eventLine('intake.claims', 'seven', 1, '{"claimId":"b","currency":"EUR","scores":[{"risk":"1"}]}'),
      eventLine('intake.claims', '7', 1, '{"claimId":"c","currency":"EUR","scores":[{"risk":"1"}]}'),
    );
    await pipeline.derive(nested);
    const wrong = 'text that is not of the expected type';
    expect(await pipeline.rows('select reason from raw.parked order by "offset"')).toEqual([
      { reason: `${wrong} (payload field scores.0.risk) [22P02]` },
      { reason: `${wrong} (the key) [22P02]` },
    ]);
  });

  it('say which value a reader of the platform could not take, and never the value', async () => {
    const reading = derivedProject([
      [
        fixturePaths.productSql,
        "(payload ->> 'paidAmount')::numeric",
        "raw.decimal_from(payload ->> 'paidAmount', 'paidAmount')",
      ],
      [
        fixturePaths.productSql,
        "(payload ->> 'riskScore')::integer",
        "raw.required(raw.ordinal_from(payload ->> 'riskScore', 'riskScore'), 'riskScore')",
      ],
      [
        fixturePaths.productSql,
        "(payload ->> 'settledAt')::timestamptz",
        "raw.time_from(payload ->> 'settledAt', 'settledAt')",
      ],
      [
        fixturePaths.productSql,
        "payload ->> 'town'",
        "case when payload ->> 'town' ~ '^[A-Z]' then payload ->> 'town' else raw.unreadable(payload ->> 'town', 'town') end",
      ],
    ]);
    await pipeline.arrive(
      ...[
        { riskScore: 1, paidAmount: '1.50', settledAt: '2026-01-02T03:04:05+01:00' },
        { riskScore: 1, paidAmount: 'unreadable secret' },
        { riskScore: 1, paidAmount: `1${'0'.repeat(30)}` },
        { riskScore: null },
        { riskScore: '7777777777' },
        { riskScore: 1, settledAt: '2026-02-30T00:00:00Z' },
        { riskScore: 1, settledAt: 'missing secret' },
        { riskScore: 1, town: 'secret' },
      ].map((claim, index) => claimEvent(1, { claimId: `c-${index}`, town: 'Uppsala', ...claim })),
    );
    expect((await pipeline.derive(reading)).products).toMatchObject([{ applied: 1, parked: 7 }]);
    expect(await pipeline.rows('select reason from raw.parked order by "offset"')).toEqual([
      { reason: 'unreadable paidAmount' },
      {
        reason: 'beyond the bounds (paidAmount: a number below 10^30 with at most 20 digits after the point)',
      },
      { reason: 'missing riskScore' },
      { reason: 'number out of range (payload field riskScore) [22003]' },
      { reason: 'date or time out of range (payload field settledAt) [22008]' },
      { reason: 'unreadable settledAt' },
      { reason: 'unreadable town' },
    ]);
    expect(
      await pipeline.rows('select paid_amount::text as paid, settled_at as settled from claim_intake.claims'),
    ).toEqual([{ paid: '1.50', settled: '2026-01-02T02:04:05.000Z' }]);
  });

  it('say which field holds a number beyond 64 bits, where one within them is read whole', async () => {
    const reading = derivedProject([
      [
        fixturePaths.productSql,
        "(payload ->> 'paidAmount')::numeric",
        "raw.bigint_from(payload ->> 'paidAmount', 'paidAmount')",
      ],
    ]);
    await pipeline.arrive(
      claimEvent(1, { claimId: 'a', paidAmount: '9223372036854775807' }),
      claimEvent(1, { claimId: 'b', paidAmount: '9223372036854775808' }),
      claimEvent(1, { claimId: 'c', paidAmount: '1.5' }),
    );
    expect((await pipeline.derive(reading)).products).toMatchObject([{ applied: 1, parked: 2 }]);
    expect(await pipeline.rows('select reason from raw.parked order by "offset"')).toEqual([
      { reason: 'number out of range (payload field paidAmount) [22003]' },
      { reason: 'unreadable paidAmount' },
    ]);
    expect(await pipeline.rows('select paid_amount::text as paid from claim_intake.claims')).toEqual([
      { paid: '9223372036854775807' },
    ]);
  });

  it('say what the author of project.sql wrote for it, and no value that looks alike', async () => {
    const authored = derivedProject([
      [
        fixturePaths.productSql,
        "(payload ->> 'riskScore')::integer",
        `case jsonb_typeof(payload -> 'riskScore')
          when 'number' then ('unreadable risk score' || left(payload ->> 'riskScore', 0))::date - current_date
          when 'boolean' then ('missing score' || left(payload ->> 'riskScore', 0))::numeric::integer
          else (payload ->> 'riskScore')::integer
        end`,
      ],
    ]);
    await pipeline.arrive(
      ...[1, true, 'unreadable secret', 'missing score'].map((riskScore, index) =>
        claimEvent(1, { claimId: `c-${index}`, riskScore }),
      ),
    );
    await pipeline.derive(authored);
    expect(await pipeline.rows('select reason from raw.parked order by "offset"')).toEqual([
      { reason: 'unreadable risk score [22007]' },
      { reason: 'missing score [22P02]' },
      { reason: 'text that is not of the expected type (payload field riskScore) [22P02]' },
      { reason: 'missing score [22P02]' },
    ]);
  });

  it('leave open which one it was when the text is made of several', async () => {
    const joined = derivedProject([
      [
        fixturePaths.productSql,
        "(payload ->> 'riskScore')::integer",
        "((payload ->> 'riskScore') || 'x')::integer",
      ],
    ]);
    await pipeline.arrive(claimEvent(1, { claimId: 'a', riskScore: 1 }));
    await pipeline.derive(joined);
    expect(await pipeline.rows('select reason from raw.parked')).toEqual([
      { reason: 'text that is not of the expected type [22P02]' },
    ]);
  });

  it('are found however many stand in a row', async () => {
    await pipeline.arrive(
      ...Array.from({ length: 40 }, (_, n) =>
        n % 10 === 9
          ? settledEvent(1, `ok-${n}`, '1')
          : claimEvent(1, { claimId: `bad-${n}`, riskScore: {} }),
      ),
    );
    expect((await rebuild(pipeline.test.database, project, { maskKeys })).products).toEqual([
      { product: 'claim_intake', inputs: 40, applied: 4, parked: 36 },
    ]);
  });

  it('are no longer parked once the product takes them; those that stay keep their time', async () => {
    const strict = derivedProject([
      [fixturePaths.productSql, "(payload ->> 'riskScore')::integer", "(payload ->> 'riskScore')::smallint"],
    ]);
    await pipeline.arrive(
      claimEvent(1, { claimId: 'a', riskScore: 70_000 }),
      claimEvent(1, { claimId: 'b', riskScore: 'x' }),
    );
    await pipeline.derive(strict);
    const before = await pipeline.rows(`select "offset", parked_at from raw.parked order by "offset"`);
    await pipeline.derive();
    const after = await pipeline.rows(`select "offset", parked_at from raw.parked order by "offset"`);
    expect(before).toHaveLength(2);
    expect(after).toEqual(before.slice(1));
  });

  it('are parked when the product says nothing of them', async () => {
    const silent = derivedProject([
      [
        fixturePaths.productSql,
        `  source, partition, "offset"\nfrom batch\n`,
        `  source, partition, "offset"\nfrom batch where payload ->> 'claimId' <> 'b'\n`,
      ],
    ]);
    await pipeline.arrive(settledEvent(1, 'a', '1'), settledEvent(1, 'b', '1'));
    expect((await pipeline.derive(silent)).products).toMatchObject([{ applied: 1, parked: 1 }]);
    expect(await pipeline.rows('select reason from raw.parked')).toEqual([
      { reason: 'the product made nothing of it' },
    ]);
  });

  it('do not include keys that are no text', async () => {
    await pipeline.test.database.execute({
      text: `insert into raw.event (source, partition, "offset", key, value, payload, event_time)
        values ('intake.claims', 0, 0, '\\xff00', '{}', '{"claimId":"k","currency":"EUR"}', now())`,
    });
    expect((await pipeline.derive()).products).toMatchObject([{ applied: 1, parked: 0 }]);
  });
});
