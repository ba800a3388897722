import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEnvelopePipeline, type EnvelopePipeline } from '../../../support/envelopePipeline.ts';

let pipeline: EnvelopePipeline;
beforeEach(async () => {
  pipeline = await createEnvelopePipeline('CLOUDEVENTS');
});
afterEach(() => pipeline.close());

const recordTime = '1970-01-02T00:00:00.000Z';
const required = { specversion: '1.0', id: 'e-1', source: '/intake', type: 'claim.reported' };
const structuredType = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
const binaryHeaders = {
  ce_specversion: '1.0',
  ce_id: 'e-2',
  ce_source: '/intake',
  ce_type: 'claim.closed',
  'content-type': 'application/json',
};
const structured = (more: object): string => JSON.stringify({ ...required, ...more });

describe('a topic of CloudEvents', () => {
  it('gives data, type, id and time of both modes, event by event', async () => {
    await pipeline.receive(
      { key: 'structured', value: structured({ data: { a: 1 } }), headers: structuredType },
      { key: 'binary', value: '{"b": 2}', headers: binaryHeaders },
      {
        key: 'timed',
        value: structured({ time: '2026-03-01T10:00:00.25+02:00', data: 3 }),
        headers: { 'content-type': 'Application/CloudEvents' },
      },
      { key: 'timed binary', value: '[4]', headers: { ...binaryHeaders, ce_time: '2026-03-01t10:00:00z' } },
      // A file has no headers, and a producer need not say the content type.
      { key: 'untold', value: structured({ data: null, subject: null }) },
      { key: 'coded', value: structured({ data_base64: Buffer.from('{"c": 5}').toString('base64') }) },
      // Headers may stand beside the event in structured mode.
      { key: 'both', value: structured({ data: 6 }), headers: { ...binaryHeaders, ...structuredType } },
      // What is written as binary is data, even if it looks like an event.
      { key: 'nested', value: structured({ data: 7 }), headers: binaryHeaders },
      { key: 'no data', value: structured({}), headers: structuredType },
      { key: 'no value', value: null, headers: binaryHeaders },
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.reasons()).toEqual({});
    const seen = await pipeline.seen();
    const of = (key: string) => seen.find((event) => event.key === key);
    const reported = { eventType: 'claim.reported', eventId: 'e-1', eventTime: recordTime };
    const closed = { eventType: 'claim.closed', eventId: 'e-2', eventTime: recordTime };
    expect(of('structured')).toEqual({ key: 'structured', ...reported, payload: { a: 1 } });
    expect(of('binary')).toEqual({ key: 'binary', ...closed, payload: { b: 2 } });
    expect(of('timed')).toMatchObject({ payload: 3, eventTime: '2026-03-01T08:00:00.250Z' });
    expect(of('timed binary')).toMatchObject({ payload: [4], eventTime: '2026-03-01T10:00:00.000Z' });
    expect(of('untold')).toEqual({ key: 'untold', ...reported, payload: null });
    expect(of('coded')).toMatchObject({ payload: { c: 5 } });
    expect(of('both')).toMatchObject({ ...reported, payload: 6 });
    expect(of('nested')).toMatchObject({ ...closed, payload: { ...required, data: 7 } });
    expect(of('no data')).toMatchObject({ ...reported, payload: null });
    expect(of('no value')).toMatchObject({ ...closed, payload: null });
  });

  it('I4: parks what is no CloudEvent with the reason, and nothing else, whichever way it is derived', async () => {
    const malformed = [
      [{ value: null }, 'no value (a tombstone)'],
      [{ value: null, headers: structuredType }, 'no value (a tombstone)'],
      [{ value: 'hello', headers: structuredType }, 'not JSON'],
      [{ value: 'hello', headers: binaryHeaders }, 'not JSON'],
      [{ value: '[1]' }, 'no CloudEvent: not a JSON object'],
      [{ value: '{"a": 1}' }, 'no CloudEvent: no specversion'],
      [{ value: structured({ specversion: '0.3' }) }, 'a CloudEvent of another specversion than 1.0'],
      [{ value: structured({ specversion: 1 }) }, 'a CloudEvent of another specversion than 1.0'],
      [
        { value: '1', headers: { ...binaryHeaders, ce_specversion: '2.0' } },
        'a CloudEvent of another specversion than 1.0',
      ],
      [
        { value: '1', headers: { ...binaryHeaders, ce_specversion: Buffer.from([0xff]) } },
        'no CloudEvent: no specversion',
      ],
      [{ value: structured({ type: null }) }, 'no CloudEvent: no type'],
      [{ value: structured({ type: { a: 1 } }) }, 'no CloudEvent: no type'],
      [{ value: '1', headers: { ...binaryHeaders, ce_type: '' } }, 'no CloudEvent: no type'],
      [{ value: structured({ id: '' }) }, 'no CloudEvent: no id'],
      [{ value: structured({ source: 4 }) }, 'no CloudEvent: no source'],
      [{ value: structured({ time: 'noon' }) }, 'no CloudEvent: time is no timestamp of RFC 3339'],
      [
        { value: '1', headers: { ...binaryHeaders, ce_time: '2026-02-30T00:00:00Z' } },
        'no CloudEvent: time is no timestamp of RFC 3339',
      ],
      [{ value: structured({ data_base64: '%%%' }) }, 'no CloudEvent: data_base64 is not base64'],
      [{ value: structured({ data_base64: { a: 1 } }) }, 'no CloudEvent: data_base64 is not base64'],
      [{ value: structured({ data_base64: 'aGVsbG8=' }) }, 'data_base64: not JSON'],
      [{ value: structured({ data_base64: '' }) }, 'data_base64: an empty value'],
      [
        {
          value: structured({
            data_base64: Buffer.from(`[${'1e131000,'.repeat(1_000)}1]`).toString('base64'),
          }),
        },
        'data_base64: beyond the bounds (numbers: exponents together at most 65,536, or eight times the bytes)',
      ],
      [{ value: '', headers: binaryHeaders }, 'an empty value'],
      [{ value: structured({ data: 1, data_base64: 'MQ==' }) }, 'no CloudEvent: both data and data_base64'],
      [
        { value: '1', headers: { 'content-type': 'application/cloudevents+avro' } },
        'CloudEvents in another format than JSON, by its content-type',
      ],
      [
        { value: '[]', headers: { 'content-type': 'application/cloudevents-batch+json' } },
        'CloudEvents in another format than JSON, by its content-type',
      ],
    ] as const;
    await pipeline.receive(...malformed.map(([event], index) => ({ key: `bad ${index}`, ...event })), {
      key: 'good',
      value: structured({ data: 1 }),
    });
    await pipeline.deriveShard(0, 100);
    const expected = Object.fromEntries(malformed.map(([, reason], offset) => [String(offset), reason]));
    expect(await pipeline.reasons()).toEqual(expected);
    expect(await pipeline.seen()).toMatchObject([{ key: 'good' }]);
    const { products } = await pipeline.derive();
    expect(products).toMatchObject([{ inputs: malformed.length + 1, applied: 1, parked: malformed.length }]);
    expect(await pipeline.reasons()).toEqual(expected);
  });

  it('shows type and time of both modes in lineage', async () => {
    const time = '2026-03-01T10:00:00Z';
    await pipeline.receive(
      { key: 'a', value: '1', headers: binaryHeaders },
      { key: 'a', value: structured({ time }), headers: structuredType },
    );
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.lineage('a')).toEqual([
      { offset: '0', event_type: 'claim.closed', event_time: recordTime },
      { offset: '1', event_type: 'claim.reported', event_time: '2026-03-01T10:00:00.000Z' },
    ]);
  });

  it('I1: leaves raw as it came', async () => {
    const value = `  {"specversion" : "1.0","id":"1","source":"s","type":"t","data":{"z":1,"a":1}}`;
    await pipeline.receive({ key: 'k', value, headers: structuredType });
    await pipeline.deriveShard(0, 100);
    expect(await pipeline.rows(`select convert_from(value, 'UTF8') as value from raw.event`)).toEqual([
      { value },
    ]);
  });
});
