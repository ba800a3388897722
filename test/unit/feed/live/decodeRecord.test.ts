import { expect, it } from '@jest/globals';
import type { FeedChange } from '../../../../src/feed/live/FeedChange.ts';
import { decodeRecord } from '../../../../src/feed/live/decodeRecord.ts';
import { parcelContract } from '../../../support/parcels.ts';

const decode = decodeRecord(parcelContract('scan@1'));

function changeOf(key: string, timestamp = 0): FeedChange | undefined {
  return decode(0, {
    ...{ offset: 3n, timestamp, key: Buffer.from(key), value: null },
    headers: [
      { key: 'concordat-revision', keyBytes: Buffer.from('concordat-revision'), value: Buffer.from('7') },
    ],
  });
}

const decoded = (key: string): unknown => changeOf(key)?.key;

it('reads keys as a publisher writes them', () => {
  expect(decoded('{"parcelId":"p1","scanNumber":2}')).toEqual({ parcelId: 'p1', scanNumber: 2 });
});

it('reads records whose timestamp is no time, which brokers take', () => {
  const key = '{"parcelId":"p1","scanNumber":2}';
  expect(changeOf(key, -9e15)).toMatchObject({ key: { parcelId: 'p1' }, committedAt: null });
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
