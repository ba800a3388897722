import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCursorCodec } from '../../../../src/query/cursor/CursorCodec.ts';
import type { Position } from '../../../../src/query/order/keysetRanges.ts';
import { codeThrownBy } from '../../../support/thrown.ts';

const codec = createCursorCodec('a secret of the tests');
const scope = { contract: 'parcel@2', ordering: 'duty DESC,parcel_id DESC', caller: 'k1' };
const position = ['12.50', null, 'ÿ"7'];

describe('cursors', () => {
  it('lead back to their position', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (entries) => {
        const wellFormed = entries.map((entry) => entry?.toWellFormed() ?? null);
        expect(codec.decode(scope, codec.encode(scope, wellFormed))).toEqual(wellFormed);
      }),
    );
  });

  it('are the same for the same place, in every process of one secret', () => {
    const other = createCursorCodec('a secret of the tests');
    expect(other.encode(scope, position)).toBe(codec.encode(scope, position));
    expect(codec.encode(scope, ['12.51', null, 'ÿ"7'])).not.toBe(codec.encode(scope, position));
  });

  it('of a scope lead back to their position in every process of one secret, and are another one each time', () => {
    const { encode } = codec.of(scope);
    const cursors = [encode(position), encode(position), codec.of(scope).encode(position)];
    expect(new Set(cursors).size).toBe(cursors.length);
    const other = createCursorCodec('a secret of the tests').of(scope);
    for (const cursor of cursors) expect(other.decode(cursor)).toEqual(position);
  });

  it('of a scope are invalid in another one, under another secret, in general, and when any bit is changed (attack 16)', () => {
    const cursor = codec.of(scope).encode(position);
    const bits = Buffer.from(cursor, 'base64url').length * 8;
    const forged = Array.from({ length: bits }, (_, bit) => {
      const bytes = Buffer.from(cursor, 'base64url');
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return bytes.toString('base64url');
    });
    for (const decode of [
      ...['contract', 'ordering', 'caller'].map(
        (part) => () => codec.of({ ...scope, [part]: 'other' }).decode(cursor),
      ),
      () => createCursorCodec('another secret').of(scope).decode(cursor),
      () => codec.decode(scope, cursor),
      () => codec.of(scope).decode(codec.encode(scope, position)),
      ...forged.map((one) => () => codec.of(scope).decode(one)),
      () => codec.of(scope).decode(`${cursor}=`),
    ])
      expect(codeThrownBy(decode)).toBe('CURSOR_INVALID');
  });

  it('show nothing of what they hold', () => {
    for (const encode of [(told: Position) => codec.encode(scope, told), codec.of(scope).encode]) {
      const bytes = Buffer.from(encode(['visible-value']), 'base64url').toString('latin1');
      expect(bytes).not.toContain('visible');
    }
  });

  it.each([
    ['another contract', { ...scope, contract: 'parcel@1' }],
    ['another ordering', { ...scope, ordering: 'duty ASC,parcel_id ASC' }],
    ['another caller', { ...scope, caller: 'k2' }],
  ])('are invalid for %s (attack 16)', (_name, other) => {
    expect(codeThrownBy(() => codec.decode(other, codec.encode(scope, position)))).toBe('CURSOR_INVALID');
  });

  it('are invalid under another secret', () => {
    const cursor = createCursorCodec('another secret').encode(scope, position);
    expect(codeThrownBy(() => codec.decode(scope, cursor))).toBe('CURSOR_INVALID');
  });

  it('are invalid when any bit is changed (attack 16)', () => {
    const bytes = Buffer.from(codec.encode(scope, position), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(codeThrownBy(() => codec.decode(scope, forged.toString('base64url')))).toBe('CURSOR_INVALID');
    }
  });

  it.each(['', 'x', '=', 'null', '__proto__', "' or 1=1 --", 'A'.repeat(38), 'A'.repeat(100_000)])(
    'are invalid when made up: %.40s (attack 49)',
    (cursor) => {
      expect(codeThrownBy(() => codec.decode(scope, cursor))).toBe('CURSOR_INVALID');
    },
  );

  it('have one spelling', () => {
    const cursor = codec.encode(scope, position);
    expect(codeThrownBy(() => codec.decode(scope, `${cursor}=`))).toBe('CURSOR_INVALID');
    expect(codeThrownBy(() => codec.decode(scope, ` ${cursor}`))).toBe('CURSOR_INVALID');
  });

  describe('that are bound to a use', () => {
    const cursor = codec.encode(scope, position);
    const bound = codec.bind('filter a', cursor);

    it('lead back to the cursor, in every process of one secret', () => {
      expect(createCursorCodec('a secret of the tests').unbind('filter a', bound)).toBe(cursor);
    });

    it('are invalid for another use, another cursor, another secret and none', () => {
      const other = codec.encode(scope, ['12.51', null, 'x']);
      const moved = other + bound.slice(cursor.length);
      for (const unbind of [
        () => codec.unbind('filter b', bound),
        () => codec.unbind('filter a', moved),
        () => codec.unbind('filter a', cursor),
        () => createCursorCodec('another secret').unbind('filter a', bound),
      ])
        expect(codeThrownBy(unbind)).toBe('CURSOR_INVALID');
      expect(codeThrownBy(() => codec.decode(scope, bound))).toBe('CURSOR_INVALID');
    });

    it('are invalid when any character is another one (attack 16)', () => {
      for (let at = 0; at < bound.length; at += 1) {
        const forged = bound.slice(0, at) + (bound[at] === 'A' ? 'B' : 'A') + bound.slice(at + 1);
        expect(codeThrownBy(() => codec.unbind('filter a', forged))).toBe('CURSOR_INVALID');
      }
    });

    it.each(['', 'x', 'é'.repeat(22), `${bound}=`, ` ${bound}`, 'A'.repeat(100_000)])(
      'are invalid when made up: %.40s (attack 49)',
      (text) => {
        expect(codeThrownBy(() => codec.unbind('filter a', text))).toBe('CURSOR_INVALID');
      },
    );
  });
});
