import { describe, expect, it } from '@jest/globals';
import { generateSample, type SampleOptions } from '../../../schema/sample/generate.ts';

function lines(options: SampleOptions): string {
  return [...generateSample(options)].map((event) => JSON.stringify(event)).join('\n');
}

function hasString(json: unknown, test: RegExp): boolean {
  return test.test(JSON.stringify(json));
}

describe('generateSample', () => {
  it('gives the same bytes for the same seed and end, and others for others', () => {
    const until = new Date('2026-06-01T12:00:00Z');
    expect(lines({ seed: 5, until })).toBe(lines({ seed: 5, until }));
    expect(lines({ seed: 5, until })).not.toBe(lines({ seed: 6, until }));
    expect(lines({ seed: 5, until })).not.toBe(lines({ seed: 5 }));
  });

  it('keeps to its sizes and to its 60 days, in the order of arrival', () => {
    const until = Date.UTC(2026, 5, 1, 12);
    const events = [...generateSample({ seed: 5, orders: 200, storeLines: 800, until: new Date(until) })];
    const times = events.map((event) => event.timestamp);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(Math.max(...times)).toBeLessThanOrEqual(until);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(until - 61 * 24 * 3_600_000);
    expect(events.filter((event) => event.value['eventType'] === 'OrderPlaced')).toHaveLength(200);
    const storeLines = events.filter((event) => hasString(event.value, /"Invoice":/));
    expect(storeLines.length).toBeGreaterThanOrEqual(800);
    expect(storeLines.length).toBeLessThan(850);
  });

  it('gives every event of the marketplace an id of its own', () => {
    const ids = [...generateSample({ seed: 5 })].flatMap(({ value }) => value['eventId'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['an e-mail address as a city', /"seller_city":"[^"]*@/],
    ['a postal code as a city', /"seller_city":"\d+"/],
    ['a state in a city', /"seller_city":"[^"]* \/ sp"/],
    ['an order without items', /"items":\[\]/],
    ['a cancellation without a time', /"OrderCanceled","occurredAt":null/],
    ['an unavailable order without a time', /"OrderUnavailable","occurredAt":null/],
    ['a payment of zero', /"payment_value":"0\.0"/],
    ['the 22nd payment of an order', /"payment_sequential":22/],
    ['a test product', /"StockCode":"TEST001"/],
    ['bank charges', /"StockCode":"BANK CHARGES"/],
    ['a price of zero', /"Price":"0\.0"/],
    ['a write-off', /"Invoice":"\d+",.*"Quantity":"-\d+"/],
    ['a credit note', /"Invoice":"C\d+"/],
    ['an unspecified market', /"Country":"Unspecified"/],
    ['a line without a customer', /"Customer ID":""/],
    ['a line in the layout after the migration', /"InvoiceDate":"\d+\/\d+\/26 \d+:\d\d","UnitPrice"/],
  ])('has %s', (_, shape) => {
    expect([...generateSample({ seed: 11 })].some((event) => hasString(event.value, shape))).toBe(true);
  });
});
