import { describe, expect, it } from '@jest/globals';
import { LiveMessage } from '../../../../../src/feed/hub/LiveMessage.ts';
import { payloadBytes } from '../../../../../src/server/live/socket/payloadBytes.ts';

describe('payloadBytes', () => {
  it.each([
    ['without a cursor', ['{"data":{"kind":"UPSERT"}}']],
    ['with one', ['{"data":{"cursor":"', '","kind":"UPSERT"}}']],
    ['with several', ['{"a":"', '","b":"', '"}']],
    ['with characters of several bytes', ['{"city":"São Paulo 😀","cursor":"', '","last":"日本"}']],
  ])('ends a message %s', (_what, parts) => {
    for (const cursor of ['AbC-_09', '', 'x'.repeat(200)]) {
      const message = new LiveMessage(parts, cursor);
      expect(payloadBytes(message).toString('utf8')).toBe(`${parts.join(cursor)}}`);
      expect(message.text).toBe(parts.join(cursor));
      expect(message.length).toBe(message.text.length);
    }
  });

  it('makes them once', () => {
    const message = new LiveMessage(['{}'], 'c');
    expect(payloadBytes(message)).toBe(payloadBytes(message));
  });
});
