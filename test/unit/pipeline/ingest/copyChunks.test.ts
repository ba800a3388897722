import { describe, expect, it } from '@jest/globals';
import type { TopicRecord } from '../../../../src/feed/kafka/TopicReader.ts';
import { copyChunks } from '../../../../src/pipeline/ingest/topics/copyChunks.ts';

const mebibyte = 1024 * 1024;

function records(count: number, bytes: number): readonly TopicRecord[] {
  const value = Buffer.from(JSON.stringify({ text: 'x'.repeat(bytes) }));
  return Array.from({ length: count }, (_, index) => ({
    ...{ offset: BigInt(index), key: null, value, headers: [], timestamp: 1 },
  }));
}

const lengths = (count: number, bytes: number): readonly number[] =>
  Array.from(copyChunks(records(count, bytes)), ({ length }) => length);

describe('the pieces in which records are copied', () => {
  it('are no longer than the process can spare at once, however large and many the records are', () => {
    const [header, ...pieces] = lengths(100, mebibyte / 4);
    expect([header, pieces.length]).toEqual([19, 26]);
    expect(Math.max(...pieces)).toBeLessThan(1.5 * mebibyte);
    expect(lengths(2, 3 * mebibyte)).toHaveLength(4);
  });

  it('hold many small records each, and the form’s end where there are none', () => {
    expect(lengths(1_100, 10)).toHaveLength(2 + 3);
    expect(lengths(0, 10)).toEqual([19, 2]);
  });
});
