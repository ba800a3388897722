import { describe, expect, it } from '@jest/globals';
import { readEventLine } from '../../../../src/pipeline/ingest/readEventLine.ts';

function lineOf(value: string, { topic = 'claims', timestamp = '1' } = {}): Buffer {
  return Buffer.from(
    `{"topic":${JSON.stringify(topic)},"key":"k","timestamp":${timestamp},"value":${value}}`,
  );
}

describe('a line whose text does not end', () => {
  it.each([
    ['many escaped quotes', String.raw`\"`.repeat(4_000_000)],
    ['many escaped quotes and half an escape', `${String.raw`\"`.repeat(200_000)}\\`],
    ['many letters', 'a'.repeat(20_000_000)],
  ])('is refused at once: %s', (_, rest) => {
    const line = Buffer.from(`{"topic":"t","key":"k","timestamp":1,"value":"${rest}`);
    const start = performance.now();
    expect(readEventLine(line)).toEqual({ kind: 'malformed', reason: 'it is not JSON' });
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('NaN and Infinity', () => {
  it.each([
    'NaN',
    '-Infinity',
    '{"a":NaN,"b":[-Infinity, Infinity ],"c":-NaN}',
    String.raw`["NaN\"",NaN,"x\\"]`,
  ])('within a value leave it as it stands, without a payload: %s', (value) => {
    expect(readEventLine(lineOf(value))).toMatchObject({
      kind: 'event',
      event: { timestamp: 1, value: Buffer.from(value), payload: 'NONE' },
    });
  });

  it.each(['"NaN"', '{"Infinity":"-Infinity"}'])('are texts like others in quotes: %s', (value) => {
    expect(readEventLine(lineOf(value))).toMatchObject({ kind: 'event', event: { payload: 'JSONB' } });
  });

  it.each(['1NaN', '1.NaN', 'NaN5', '[1 NaN]', 'NaNNaN', 'nan', '{NaN:1}'])(
    'beside something else are no value: %s',
    (value) => {
      expect(readEventLine(lineOf(value))).toEqual({ kind: 'malformed', reason: 'it is not JSON' });
    },
  );

  it.each(['NaN', '-Infinity', 'Infinity'])('are no time: %s', (timestamp) => {
    for (const value of ['1', 'NaN'])
      expect(readEventLine(lineOf(value, { timestamp }))).toEqual({
        kind: 'malformed',
        reason: 'it is not JSON',
      });
  });
});

describe('a topic', () => {
  it.each(['t', 'stores.invoice_lines', 'A-1', 'x'.repeat(249)])('may be %s', (topic) => {
    expect(readEventLine(lineOf('1', { topic }))).toMatchObject({ kind: 'event', event: { topic } });
  });

  it.each(['', 'x'.repeat(250), 'two words', 'é', 'a\0', 'a\n', 'a/b'])('cannot be %j', (topic) => {
    expect(readEventLine(lineOf('1', { topic }))).toEqual({
      kind: 'malformed',
      reason: '`topic` must be 1 to 249 letters, digits, dots, dashes and underscores',
    });
  });
});
