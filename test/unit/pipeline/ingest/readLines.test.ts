import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { maxLineBytes, readLines } from '../../../../src/pipeline/ingest/readLines.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concordat-lines-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function linesOf(name: string, bytes: Buffer): Promise<{ lines: string[]; read: number }> {
  const path = join(directory, name);
  await writeFile(path, bytes);
  const lines: string[] = [];
  let read = 0;
  for await (const group of readLines(path, (count) => (read += count))) lines.push(...group.map(String));
  return { lines, read };
}

it.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\n\nb\r\n', ['a', '', 'b\r']],
  ['\n', ['']],
])('%j', async (text, lines) => {
  expect(await linesOf('plain.ndjson', Buffer.from(text))).toEqual({ lines, read: text.length });
});

it('keeps lines whole that are longer than what is read at once, packed too', async () => {
  const lines = ['x'.repeat(600_000), 'é'.repeat(400_000), 'z'];
  const bytes = Buffer.from(lines.join('\n'));
  expect((await linesOf('long.ndjson', bytes)).lines).toEqual(lines);
  const packed = gzipSync(bytes);
  expect(await linesOf('long.ndjson.gz', packed)).toEqual({ lines, read: packed.length });
});

it('refuses a line without an end before it fills memory', async () => {
  const bytes = Buffer.alloc(maxLineBytes + 1_000_000, 'x');
  await expect(linesOf('endless.ndjson', bytes)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('line 1: the line is longer than'),
  });
});

it('takes no memory for each of many blank lines', async () => {
  const path = join(directory, 'blank.ndjson.gz');
  await writeFile(path, gzipSync(Buffer.alloc(1_000_000, '\n')));
  const lines = new Set<Buffer>();
  let count = 0;
  for await (const group of readLines(path, () => undefined)) {
    count += group.length;
    for (const line of group) lines.add(line);
  }
  expect({ count, distinct: lines.size }).toEqual({ count: 1_000_000, distinct: 1 });
});
