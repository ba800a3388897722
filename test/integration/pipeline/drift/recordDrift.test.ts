import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveBatch } from '../../../../src/pipeline/derive/deriveBatch.ts';
import { mostNames } from '../../../../src/pipeline/drift/driftText.ts';
import { maskKeys } from '../../../support/claimsPipeline.ts';
import { createDriftPipeline, soundReport, type DriftPipeline } from '../../../support/driftPipeline.ts';

let pipeline: DriftPipeline;
beforeEach(async () => {
  pipeline = await createDriftPipeline(eventTypeDeclared);
});
afterEach(() => pipeline.close());

const eventTypeDeclared = `owner: intake
description: What callers report about claims.
events:
  Reported: &report
    type: object
    required: [claimId, currency]
    properties:
      eventType: { type: string }
      claimId: { type: string }
      currency: { type: string }
      riskScore: { type: [integer, 'null'] }
      share: { type: number }
      "Paid by": { type: string }
      notes: { type: array, items: { type: [string, 'null'] } }
      parts:
        type: array
        items:
          type: object
          required: [name, maker]
          properties:
            name: { type: string }
            price: { type: [string, number] }
            maker: { type: object, properties: { town: { type: string } } }
      extra: { type: object }
  Corrected: *report
`;

const part = { name: 'door', maker: { town: 'Lund' } };

describe('drift', () => {
  it('is not what the source declared', async () => {
    await pipeline.report('Reported', soundReport, {
      ...soundReport,
      ...{
        riskScore: 3,
        share: 0.5,
        'Paid by': 'x',
        notes: ['a', null],
        parts: [part, { ...part, price: 1 }],
      },
      extra: { anything: { at: ['all'] } },
    });
    await pipeline.report('Reported', { ...soundReport, riskScore: null, share: 2, parts: [], notes: [] });
    await pipeline.report('Corrected', { ...soundReport, riskScore: 1.0 });
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.drift()).toEqual([]);
  });

  it('is what is new, missing and of another type, and an unknown type, counted by event', async () => {
    await pipeline.report(
      'Reported',
      { claimId: 'a', channel: 'phone' },
      { ...soundReport, channel: 'web', channels: 1 },
      { ...soundReport, riskScore: 1.5, share: 'half', 'Paid by': 4, extra: [] },
      { ...soundReport, riskScore: 'high' },
      { ...soundReport, notes: ['a', 1, 2, {}], parts: 'none' },
      {
        ...soundReport,
        parts: [
          1,
          { ...part, name: null },
          { name: 'x', maker: { town: 1, 'the street': 'y' } },
          { name: 'z' },
        ],
      },
    );
    await pipeline.report('Corrected', { ...soundReport, channel: null });
    await pipeline.report('Withdrawn', soundReport, soundReport);
    await pipeline.report('', soundReport);
    await pipeline.report('never', [1], 'text');
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.told()).toEqual([
      ' UNKNOWN_TYPE $ > x3',
      'Corrected NEW $.channel >null x1',
      'Reported RETYPED $."Paid by" string>integer x1',
      'Reported NEW $.channel >string x2',
      'Reported NEW $.channels >integer x1',
      'Reported MISSING $.currency string> x1',
      'Reported RETYPED $.extra object>array x1',
      'Reported RETYPED $.notes[*] string | null>integer x1',
      'Reported RETYPED $.notes[*] string | null>object x1',
      'Reported RETYPED $.parts array>string x1',
      'Reported RETYPED $.parts[*] object>integer x1',
      'Reported MISSING $.parts[*].maker object> x1',
      'Reported NEW $.parts[*].maker."the street" >string x1',
      'Reported RETYPED $.parts[*].maker.town string>integer x1',
      'Reported RETYPED $.parts[*].name string>null x1',
      'Reported RETYPED $.riskScore integer | null>number x1',
      'Reported RETYPED $.riskScore integer | null>string x1',
      'Reported RETYPED $.share number>string x1',
      'Withdrawn UNKNOWN_TYPE $ > x2',
    ]);
  });

  it.each([1, 100])('has first and last sight, in batches of %i', async (batchSize) => {
    await pipeline.report('Reported', soundReport, { ...soundReport, channel: 'a' });
    await pipeline.report(
      'Reported',
      soundReport,
      { ...soundReport, channel: 'b' },
      { ...soundReport, channel: 'c' },
    );
    await pipeline.deriveShard(0, batchSize);
    await pipeline.report('Reported', soundReport, { ...soundReport, channel: 'd' });
    await pipeline.deriveShard(0, batchSize);
    expect(await pipeline.drift()).toMatchObject([
      { path: '$.channel', events: 4, first: 'intake.claims/0/1', last: 'intake.claims/0/6' },
    ]);
    const seenAt = `select d.first_seen = f.received_at as first, d.last_seen = l.received_at as last from raw.drift d
      join raw.event f on f."offset" = 1 join raw.event l on l."offset" = 6`;
    expect(await pipeline.rows(seenAt)).toEqual([{ first: true, last: true }]);
  });

  it('is recorded once: by a rebuild only of what nobody derived before', async () => {
    await pipeline.report('Reported', { ...soundReport, channel: 'a' });
    await pipeline.derive();
    expect(await pipeline.told()).toEqual(['Reported NEW $.channel >string x1']);
    await pipeline.derive();
    expect(await pipeline.deriveShard(0, 100)).toBe(0);
    await pipeline.report('Reported', { ...soundReport, channel: 'b' });
    await pipeline.deriveShard(0, 100);
    await pipeline.report('Reported', { ...soundReport, channel: 'c' });
    await pipeline.derive();
    await pipeline.derive();
    expect(await pipeline.told()).toEqual(['Reported NEW $.channel >string x3']);
  });

  it('is told of parked events too, and not of what is no event', async () => {
    await pipeline.report('Reported', { ...soundReport, riskScore: 'much' }, null);
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.rows('select "offset" from raw.parked order by 1')).toHaveLength(2);
    expect(await pipeline.told()).toEqual(['Reported RETYPED $.riskScore integer | null>string x1']);
  });
});

describe('recording drift', () => {
  it('has shards at the same rows wait for each other, and none of them fail', async () => {
    const { database } = pipeline.test;
    const shards = [0, 1, 2, 3];
    for (const shard of shards) {
      for (let index = 0; index < 30; index += 1) {
        // Each finds the same differences in an order of its own.
        const names = ['a', 'b', 'c', 'd'].map((name, at, all) => all[(at + shard + index) % 4] ?? name);
        const value = {
          eventType: 'Reported',
          ...soundReport,
          ...Object.fromEntries(names.map((name) => [name, 1])),
        };
        await pipeline.arriveIn(
          shard,
          JSON.stringify({ topic: 'intake.claims', key: 'k', timestamp: 0, value }),
        );
      }
    }
    await Promise.all(
      shards.map(async (shard) => {
        const options = { maskKeys, batchSize: 2 };
        while ((await deriveBatch(database, pipeline.project, shard, options)) !== undefined);
      }),
    );
    expect(await pipeline.told()).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `Reported NEW $.${name} >integer x120`),
    );
  });

  it('never stops a batch: what went wrong is told, and the batch is committed', async () => {
    const { database } = pipeline.test;
    await pipeline.report('Reported', { ...soundReport, channel: 'a' });
    await database.execute({ text: 'alter table raw.drift add check (events > 1)' });
    const result = await deriveBatch(database, pipeline.project, 0, { maskKeys });
    expect(result).toMatchObject({ events: 1, products: [{ applied: 1 }] });
    expect(result?.driftFailure).toMatch(/ \[23514\]$/);
    expect(await pipeline.rows('select next_offset from pipeline.position')).toEqual([{ next_offset: '1' }]);
    expect(await pipeline.drift()).toEqual([]);
  });
});

describe('names in drift', () => {
  it('are not recorded where they do not read like names', async () => {
    const odd = {
      'ann@example.org': 1,
      '555-12345': 1,
      [`a${'b'.repeat(80)}`]: 1,
      'a"b': 1,
      Müller: 1,
      '': 1,
    };
    await pipeline.report('Reported', { ...soundReport, ...odd });
    await pipeline.report('ann@example.org', soundReport);
    await pipeline.report('x'.repeat(3_000), soundReport);
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.told()).toEqual(['* UNKNOWN_TYPE $ > x2', 'Reported NEW $.* >integer x1']);
  });

  it('have a bound, however many keys a map has and in however many batches', async () => {
    const map = (from: number): object =>
      Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`k${from + index}`, 'v']));
    await pipeline.report('Reported', { ...soundReport, channel: 'a' });
    await pipeline.deriveShard(0, 100);
    await pipeline.report('Reported', { ...soundReport, ...map(0) }, { ...soundReport, ...map(3_000) });
    await pipeline.deriveShard(0, 100);
    await pipeline.report('Reported', { ...soundReport, ...map(10_000), channel: 'b' });
    for (let index = 0; index < 80; index += 1) await pipeline.report(`Type${index}`, soundReport);
    await pipeline.deriveShard(0, 100);
    await pipeline.report('Another', soundReport);
    await pipeline.deriveShard(0, 100);
    const told = await pipeline.told();
    const news = told.filter((line) => line.includes(' NEW '));
    expect(news).toHaveLength(mostNames + 1);
    expect(news).toContain('Reported NEW $.* >string x3');
    // What was recorded by its name goes on being.
    expect(news).toContain('Reported NEW $.channel >string x2');
    const types = told.filter((line) => line.includes('UNKNOWN_TYPE'));
    expect(types).toHaveLength(mostNames + 1);
    expect(types).toContain('* UNKNOWN_TYPE $ > x31');
  });
});
