import { describe, expect, it } from '@jest/globals';
import { LiveMessage } from '../../../../src/feed/hub/LiveMessage.ts';
import { createPayloadBytes } from '../../../../src/server/live/createPayloadBytes.ts';

const payloadBytes = createPayloadBytes('}');

describe('createPayloadBytes', () => {
  it.each([
    ['without a cursor', ['{"data":{"kind":"UPSERT"}}']],
    ['with one', ['{"data":{"cursor":"', '","kind":"UPSERT"}}']],
    ['with several', ['{"a":"', '","b":"', '"}']],
    ['with characters of several bytes', ['{"city":"São Paulo 😀","cursor":"', '","last":"日本"}']],
  ])('ends a message %s', (_what, parts) => {
    for (const cursor of ['AbC-_09', '', 'x'.repeat(200)]) {
      const message = new LiveMessage(parts, cursor);
      const { pieces, length } = payloadBytes(message);
      expect(Buffer.concat(pieces).toString('utf8')).toBe(`${parts.join(cursor)}}`);
      expect(length).toBe(Buffer.concat(pieces).length);
      expect(message.text).toBe(parts.join(cursor));
      expect(message.length).toBe(message.text.length);
    }
  });

  it('holds what is large once for all filters', () => {
    const parts = ['{"a":"', `","b":"${'é'.repeat(20_000)}"}`];
    const told = ['c1', 'c2'].map((cursor) => payloadBytes(new LiveMessage(parts, cursor)));
    expect(told.map(({ pieces }) => Buffer.concat(pieces).toString('utf8'))).toEqual(
      ['c1', 'c2'].map((cursor) => `${parts.join(cursor)}}`),
    );
    expect(told.map(({ length }) => length)).toEqual(told.map(({ pieces }) => Buffer.concat(pieces).length));
    expect(told[0]?.pieces[2]).toBe(told[1]?.pieces[2]);
    expect(told[0]?.pieces[2]?.length).toBeGreaterThan(40_000);
  });

  it('makes them once', () => {
    const message = new LiveMessage(['{}'], 'c');
    expect(payloadBytes(message)).toBe(payloadBytes(message));
  });
});
