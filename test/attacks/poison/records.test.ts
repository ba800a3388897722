import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from 'kafkajs';
import { createTopicPipeline, settledRecord, type TopicPipeline } from '../../support/topicPipeline.ts';

let pipeline: TopicPipeline;
beforeEach(async () => {
  pipeline = await createTopicPipeline();
}, 240_000);
afterEach(() => pipeline.close());

/** Sends poison between two good records, and gives the reason why it is parked. */
async function reasonOf(poison: Message): Promise<unknown> {
  await pipeline.send(settledRecord('before'), poison, settledRecord('after'));
  await pipeline.ingest(3);
  expect((await pipeline.derive())?.products).toEqual([
    { product: 'claim_intake', inputs: 3, applied: 2, parked: 1 },
  ]);
  expect(await pipeline.served()).toEqual(['after', 'before']);
  const parked = await pipeline.parked();
  expect(parked).toMatchObject([{ offset: 1, owner: 'intake' }]);
  expect(pipeline.failures).toEqual([]);
  const stored = await pipeline.claims.rows(
    `select encode(value, 'base64') as value from raw.event where "offset" = 1`,
  );
  const sent = typeof poison.value === 'string' ? Buffer.from(poison.value) : poison.value;
  const text = stored[0]?.['value'];
  expect(typeof text === 'string' ? Buffer.from(text, 'base64') : null).toEqual(sent);
  return parked[0]?.['reason'];
}

const deep = (open: string, close: string) => `${open.repeat(100_000)}${close.repeat(100_000)}`;
const tooDeep = 'JSON that is nested too deeply';
const wrongType = 'text that is not of the expected type';
const required = 'null where a value is required (table claim_intake.claims, column';
const withScore = (score: string) => `{"claimId":"p","currency":"EUR","riskScore":${score}}`;

describe('I1, I4: poison on a topic is kept, parked with its reason and owner, and the rest applied', () => {
  it.each<readonly [string, Message['value'], string]>([
    ['attack 53: 100,000 lists in one another', deep('[', ']'), tooDeep],
    [
      'attack 53: 100,000 objects in one another',
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      tooDeep,
    ],
    ['attack 53: brackets that do not end', '['.repeat(100_000), tooDeep],
    [
      'attack 54: a text for a number',
      withScore('"much-secret"'),
      `${wrongType} (payload field riskScore) [22P02]`,
    ],
    [
      'attack 54: an object for a number',
      withScore('{"a":1}'),
      `${wrongType} (payload field riskScore) [22P02]`,
    ],
    ['attack 54: a list for the event', '[1,2,3]', `${required} claim_id) [23502]`],
    ['attack 54: a text for the event', '"p"', `${required} claim_id) [23502]`],
    [
      'attack 54: an unknown version of the event',
      '{"schemaVersion":99,"body":{"id":"p"}}',
      `${required} claim_id) [23502]`,
    ],
    ['attack 54: an event without its key', '{"currency":"EUR"}', `${required} claim_id) [23502]`],
    ['attack 55: a tombstone', null, 'no value (a tombstone)'],
    ['attack 55: an empty value', '', 'an empty value'],
    ['attack 55: JSON null', 'null', `${required} claim_id) [23502]`],
    [
      'attack 56: an integer over 2^53',
      withScore('9007199254740993'),
      'number out of range (payload field riskScore) [22003]',
    ],
    ['attack 56: NaN', withScore('NaN'), 'not JSON'],
    ['attack 56: Infinity', withScore('-Infinity'), 'not JSON'],
    [
      'attack 56: an exponent beyond all numbers',
      withScore('1e999999'),
      'JSON with a number beyond what PostgreSQL can hold',
    ],
    [
      'attack 56: exponents whose digits take gigabytes',
      `{"claimId":"p","currency":"EUR","x":[${Array<string>(7_500).fill('1e131000').join()}]}`,
      'beyond the bounds (numbers: exponents together at most 65,536, or eight times the bytes)',
    ],
    [
      'attack 56: NaN as a text',
      '{"claimId":"p","currency":"EUR","paidAmount":"NaN"}',
      'beyond the bounds (table claim_intake.claims, column paid_amount: a number below 10^30 with at most 20 digits after the point)',
    ],
    [
      'attack 56: invalid UTF-8',
      Buffer.concat([Buffer.from('{"claimId":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
      'not JSON: not in UTF-8',
    ],
    [
      'attack 56: NUL in a text',
      String.raw`{"claimId":"p\u0000","currency":"EUR"}`,
      String.raw`JSON with \u0000 in a text, which PostgreSQL cannot hold`,
    ],
    [
      'attack 56: half a surrogate pair',
      String.raw`{"claimId":"\ud800","currency":"EUR"}`,
      'JSON with half a surrogate pair in a text',
    ],
  ])('%s', async (_, value, reason) => {
    expect(await reasonOf({ key: 'p', value, timestamp: '1767323045000' })).toBe(reason);
  });

  it('attack 54: an event without the time that the product needs', async () => {
    const { value } = settledRecord('p');
    expect(await reasonOf({ key: 'p', value, timestamp: '-1' })).toBe(`${required} reported_at) [23502]`);
  });
});

describe('what is no poison is applied', () => {
  it('attack 55: a record without key, and one with an empty key', async () => {
    await pipeline.send({ ...settledRecord('a'), key: null }, { ...settledRecord('b'), key: '' });
    await pipeline.send({ ...settledRecord('c'), key: Buffer.from([0xff, 0x00]) });
    await pipeline.ingest(3);
    expect((await pipeline.derive())?.products).toMatchObject([{ applied: 3, parked: 0 }]);
    expect(await pipeline.served()).toEqual(['a', 'b', 'c']);
  });

  it('attack 56: an amount beyond 2^53 keeps its last digit', async () => {
    await pipeline.send(settledRecord('a', { paidAmount: '9007199254740993.07' }));
    await pipeline.ingest(1);
    await pipeline.derive();
    expect(await pipeline.claims.serving()).toMatchObject([{ paid: '9007199254740993.07' }]);
  });

  it('attack 58: forged headers are kept as bytes and decide nothing', async () => {
    const headers = {
      'concordat-revision': '999',
      'concordat-before': '{"region":"SOUTH"}',
      ce_id: 'forged',
      ce_type: ['contract.settled_claim.v1', Buffer.from([0xff, 0x00])],
      ce_time: '9999-99-99',
      traceparent: '00-zzzz-not-a-trace-01',
    };
    await pipeline.send({ ...settledRecord('a'), headers }, settledRecord('b'));
    await pipeline.ingest(2);
    expect((await pipeline.derive())?.products).toMatchObject([{ applied: 2, parked: 0 }]);
    expect(
      await pipeline.claims.rows('select key, revision, before from contract.change order by key'),
    ).toEqual([
      { key: ['a'], revision: '1', before: null },
      { key: ['b'], revision: '1', before: null },
    ]);
    const [event] = await pipeline.claims.rows('select header_names from raw.event where "offset" = 0');
    expect(event?.['header_names']).toEqual([
      ...['concordat-revision', 'concordat-before', 'ce_id', 'ce_type', 'ce_type', 'ce_time', 'traceparent'],
    ]);
    expect(pipeline.failures).toEqual([]);
  });
});
