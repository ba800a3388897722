import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEnvelopePipeline, type EnvelopePipeline } from '../../../support/envelopePipeline.ts';

let pipeline: EnvelopePipeline;
beforeEach(async () => {
  pipeline = await createEnvelopePipeline('DEBEZIUM');
});
afterEach(() => pipeline.close());

const change = (op: string, after: unknown): object => ({ before: null, after, op, ts_ms: 1 });
const bare = (op: string, after: unknown = null): string => JSON.stringify(change(op, after));
const wrapped = (payload: unknown): string =>
  JSON.stringify({ schema: { type: 'struct', fields: [] }, payload });

describe('a topic of Debezium', () => {
  it('gives the change with and without the wrapper of Kafka Connect, and op as its type', async () => {
    await pipeline.receive(
      { key: 'bare', value: bare('c', { id: 1 }) },
      { key: 'wrapped', value: wrapped(change('r', { id: 2 })) },
      // A row's own columns may be named so.
      { key: 'columns', value: bare('u', { schema: 'x', payload: 'y' }) },
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.lineage('wrapped')).toMatchObject([{ offset: '1', event_type: 'r' }]);
    expect(await pipeline.reasons()).toEqual({});
    const rest = { eventId: null, eventTime: '1970-01-02T00:00:00.000Z' };
    expect(await pipeline.seen()).toEqual([
      { key: 'bare', eventType: 'c', ...rest, payload: change('c', { id: 1 }) },
      { key: 'columns', eventType: 'u', ...rest, payload: change('u', { schema: 'x', payload: 'y' }) },
      { key: 'wrapped', eventType: 'r', ...rest, payload: change('r', { id: 2 }) },
    ]);
  });

  it.each([1, 100])(
    'I4: leaves a tombstone alone that follows its delete, in batches of %i and in a rebuild',
    async (batchSize) => {
      await pipeline.receive(
        { key: 'a', value: bare('c', {}) },
        { key: 'a', value: bare('d') },
        { key: 'b', value: wrapped(change('d', null)) },
        { key: 'a', value: null },
        { key: 'b', value: wrapped(null) },
        // Delivered a second time.
        { key: 'a', value: null },
      );
      await pipeline.deriveShard(0, batchSize);
      expect(await pipeline.reasons()).toEqual({});
      const { products } = await pipeline.derive();
      expect(products).toMatchObject([{ inputs: 6, applied: 6, parked: 0 }]);
      expect((await pipeline.seen()).map(({ key, eventType }) => [key, eventType])).toEqual([
        ['a', 'd'],
        ['b', 'd'],
      ]);
    },
  );

  it('I4: parks a tombstone without its delete, and what is no change event', async () => {
    await pipeline.receive(
      { key: 'a', value: null },
      { key: 'b', value: bare('d') },
      { key: 'b', value: bare('c', {}) },
      { key: 'b', value: null },
      { key: null, value: bare('c', {}) },
      { key: null, value: null },
      { key: 'c', value: 'hello' },
      { key: 'd', value: '{"id": 1}' },
      { key: 'e', value: wrapped({ id: 1 }) },
      { key: 'f', value: '[]' },
      { key: 'g', value: '{"op": 1}' },
      { key: 'h', value: '["schema", "payload"]' },
      { key: 'i', value: '["schema", "payload", "op"]' },
    );
    await pipeline.deriveShard(0, 100);
    const noDelete = 'no value (a tombstone) without the delete before it';
    const noOp = 'no change event of Debezium: no op';
    expect(await pipeline.reasons()).toMatchObject({
      ...{ 0: noDelete, 3: noDelete, 5: noDelete, 6: 'not JSON' },
      ...{ 7: noOp, 8: noOp, 9: noOp, 10: noOp, 11: noOp, 12: noOp },
    });
  });
});
