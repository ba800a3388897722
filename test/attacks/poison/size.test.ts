import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mostPayloadBytes } from '../../../src/pipeline/ingest/topics/recordPayloadKind.ts';
import { createTopicPipeline, settledRecord, type TopicPipeline } from '../../support/topicPipeline.ts';

let pipeline: TopicPipeline;
beforeEach(async () => {
  pipeline = await createTopicPipeline({ 'max.message.bytes': String(4 * mostPayloadBytes) });
}, 240_000);
afterEach(() => pipeline.close());

describe('attack 52: a record over the size limit', () => {
  it('I1, I4: is in raw byte for byte and parked, and what comes before and after it is applied', async () => {
    await pipeline.send(settledRecord('before'));
    await pipeline.send(settledRecord('large', { town: 'x'.repeat(mostPayloadBytes) }));
    await pipeline.send(settledRecord('long', { town: 'x'.repeat(1_000_000) }));
    await pipeline.send(settledRecord('after'));
    await pipeline.ingest(4);
    expect((await pipeline.derive())?.products).toMatchObject([{ inputs: 4, applied: 2, parked: 2 }]);
    expect(await pipeline.served()).toEqual(['after', 'before']);
    expect(await pipeline.parked()).toEqual([
      { offset: 1, owner: 'intake', reason: 'a value beyond 16 MiB, which is not parsed' },
      {
        ...{ offset: 2, owner: 'intake' },
        reason: 'beyond the bounds (table claim_intake.claims, column town: at most 2,000 bytes)',
      },
    ]);
    const [stored] = await pipeline.claims.rows(
      'select octet_length(value) as bytes from raw.event where "offset" = 1',
    );
    expect(stored?.['bytes']).toBeGreaterThan(mostPayloadBytes);
    expect(pipeline.failures).toEqual([]);
  }, 60_000);
});
