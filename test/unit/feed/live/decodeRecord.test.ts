import { expect, it } from '@jest/globals';
import { decodeRecord } from '../../../../src/feed/live/decodeRecord.ts';
import { parcelContract } from '../../../support/parcels.ts';

const decode = decodeRecord(parcelContract('scan@1'));

function decoded(key: string): unknown {
  return decode(0, {
    ...{ offset: 3n, timestamp: 0, key: Buffer.from(key), value: null },
    headers: [
      { key: 'concordat-revision', keyBytes: Buffer.from('concordat-revision'), value: Buffer.from('7') },
    ],
  })?.key;
}

it('reads keys as a publisher writes them', () => {
  expect(decoded('{"parcelId":"p1","scanNumber":2}')).toEqual({ parcelId: 'p1', scanNumber: 2 });
});

it.each([
  '{"parcelId":{"a":1},"scanNumber":2}',
  '{"parcelId":["p1"],"scanNumber":2}',
  '{"parcelId":true,"scanNumber":2}',
  '{"parcelId":1.5,"scanNumber":2}',
  '{"parcelId":"p\\u0000","scanNumber":2}',
  '{"parcelId":"\\ud800","scanNumber":2}',
  '{"parcelId":"p1","scanNumber":"2"}',
  '{"parcelId":"p1","scanNumber":2.5}',
  '{"parcelId":"p1","scanNumber":4294967296}',
  '{"parcelId":"p1"}',
  '"p1"',
])('passes over what no publisher writes: %s', (key) => {
  expect(decoded(key)).toBeUndefined();
});
