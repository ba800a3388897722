import { afterEach, describe, expect, it } from '@jest/globals';
import { createDriftPipeline, type DriftPipeline } from '../../../support/driftPipeline.ts';

let pipeline: DriftPipeline | undefined;
afterEach(() => pipeline?.close());

const event = (value: unknown): string =>
  JSON.stringify({ topic: 'intake.claims', key: 'k', timestamp: 0, value });

const declaring = (type: string, shape: string): string =>
  `owner: intake\ndescription: What callers report.\nevents:\n  ${type}: ${shape}\n`;

describe('drift of what is in an envelope', () => {
  it('is that of the change of Debezium, with and without its wrapper; tombstones have none', async () => {
    const shape =
      '{ type: object, required: [op, after], properties: { op: { type: string }, after: { type: object } } }';
    pipeline = await createDriftPipeline(declaring('c', shape), 'DEBEZIUM');
    const payload = { op: 'c', after: {}, before: null };
    await pipeline.arriveIn(
      0,
      ...[payload, { schema: {}, payload }, { op: 'c' }, { op: 'd' }, null, { no: 'op' }].map(event),
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.told()).toEqual([
      'c MISSING $.after object> x1',
      'c NEW $.before >null x2',
      'd UNKNOWN_TYPE $ > x1',
    ]);
  });

  it('is that of the data of CloudEvents; data that is declared and not there is missing', async () => {
    const shape = '{ type: object, properties: { a: { type: integer } } }';
    pipeline = await createDriftPipeline(declaring('claim.reported', shape), 'CLOUDEVENTS');
    const attributes = { specversion: '1.0', id: '1', source: 's', type: 'claim.reported' };
    await pipeline.arriveIn(
      0,
      ...[
        { ...attributes, data: { a: 1 } },
        { ...attributes, data: { a: 'x', b: [] } },
        { ...attributes, data: null },
        attributes,
        { ...attributes, type: 'claim.closed' },
        { ...attributes, specversion: '2.0', data: { c: 1 } },
      ].map(event),
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.told()).toEqual([
      'claim.closed UNKNOWN_TYPE $ > x1',
      'claim.reported MISSING $ object> x1',
      'claim.reported RETYPED $ object>null x1',
      'claim.reported RETYPED $.a integer>string x1',
      'claim.reported NEW $.b >array x1',
    ]);
  });
});
