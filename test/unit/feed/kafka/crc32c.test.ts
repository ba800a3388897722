import { describe, expect, it } from '@jest/globals';
import { crc32c } from '../../../../src/feed/kafka/crc32c.ts';

const ascending = Buffer.from(Array.from({ length: 32 }, (_, index) => index));

describe('crc32c', () => {
  // https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4, bytes of the sum there in the order of the wire.
  it.each([
    ['zeros', Buffer.alloc(32), 0x8a9136aa],
    ['ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['ascending bytes', ascending, 0x46dd794e],
    ['descending bytes', Buffer.from(ascending).reverse(), 0x113fdb5c],
    ['the usual digits', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });
});
