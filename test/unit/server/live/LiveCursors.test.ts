import { describe, expect, it } from '@jest/globals';
import { positionAtStart } from '../../../../src/feed/live/positionAtStart.ts';
import { createCursorCodec } from '../../../../src/query/cursor/CursorCodec.ts';
import { LiveCursors } from '../../../../src/server/live/LiveCursors.ts';
import { parcelAccess } from '../../../support/parcels.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const dayMs = 86_400_000;
const parts = {
  codec: createCursorCodec('a secret of the tests'),
  access: parcelAccess('analyst', 'parcel@2'),
  profile: { consumer: 'desk', purpose: 'ANALYTICS' },
  place: 'embedded',
  now: () => 0,
};
const position = new Map([[0, positionAtStart({ partition: 0, start: 7n, end: 7n })]]);

describe('cursors of subscriptions', () => {
  const cursors = new LiveCursors(parts);

  it('lead back to position and snapshot, and of one position to the same one however often it is told', () => {
    for (const snapshot of [undefined, '10:20:', '10:21:', undefined])
      expect(cursors.decode('a', cursors.encode('a', { position, snapshot }))).toMatchObject({
        position,
        snapshot,
      });
  });

  it.each([
    ['another filter', 'b', {}],
    [
      'another contract',
      'a',
      { access: { ...parts.access, contract: { ...parts.access.contract, id: 'parcel@1' } } },
    ],
    ['another consumer', 'a', { profile: { ...parts.profile, consumer: 'else' } }],
    ['another purpose', 'a', { profile: { ...parts.profile, purpose: 'DELIVERY' } }],
    ['other masks', 'a', { access: parcelAccess('tracker', 'parcel@2') }],
    ['other regions', 'a', { access: { ...parts.access, regions: ['SOUTH'] } }],
    ['other rows', 'a', { access: { ...parts.access, rowValues: [{ column: 'carrier', value: 'one' }] } }],
  ])('are invalid for %s (attack 16)', (_name, filter, other) => {
    const cursor = cursors.encode('a', { position });
    expect(codeThrownBy(() => new LiveCursors({ ...parts, ...other }).decode(filter, cursor))).toBe(
      'CURSOR_INVALID',
    );
  });

  it('say when they were given, though the position is the one of long before', () => {
    let at = 0;
    const now = (): number => at;
    const later = new LiveCursors({ ...parts, now });
    const old = later.encode('a', { position });
    at = 5 * dayMs;
    const fresh = later.encode('a', { position });
    at = 8 * dayMs;
    expect(later.decode('a', fresh)).toMatchObject({ at: 5 * dayMs });
    expect(codeThrownBy(() => later.decode('a', old))).toBe('CURSOR_EXPIRED');
  });

  it('are expired within a snapshot, and from another place', () => {
    expect(codeThrownBy(() => cursors.decode('a', cursors.encodePartial('a')))).toBe('CURSOR_EXPIRED');
    const elsewhere = new LiveCursors({ ...parts, place: 'kafka:contract.parcel.v1' });
    expect(codeThrownBy(() => elsewhere.decode('a', cursors.encode('a', { position })))).toBe(
      'CURSOR_EXPIRED',
    );
  });
});
