import { appendFile, mkdir, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ingestFiles } from '../../../src/pipeline/ingest/ingestFiles.ts';
import type { IngestProgress } from '../../../src/pipeline/ingest/IngestProgress.ts';
import { createEventFiles, eventLine, type EventFiles } from '../../support/eventFiles.ts';
import { failureOf } from '../../support/failureOf.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let test: TestDatabase;
let files: EventFiles;
beforeAll(async () => {
  test = await createTestDatabase();
  files = await createEventFiles();
});
beforeEach(() => test.database.execute({ text: 'truncate raw.event, raw.file' }));
afterAll(async () => {
  await files.remove();
  await test.drop();
});

interface RawRow {
  readonly source: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly payload: unknown;
  readonly event_time: string | null;
}

function raw(): Promise<RawRow[]> {
  return test.database.query<RawRow>({
    text: `select source, partition, "offset", key, value, payload, event_time from raw.event order by source, partition, "offset"`,
  });
}

const claim = (key: string, value = '{"a":1}'): string => eventLine('claims', key, 1_483_628_480_000, value);

describe('I1: what is ingested', () => {
  it('is in raw with topic, key, time and place', async () => {
    const path = await files.write('placed.ndjson', [
      claim('c1'),
      eventLine('payments', null, 0, '"x"'),
      claim('c2', 'null'),
    ]);
    expect(await ingestFiles(test.database, [path])).toMatchObject([{ file: path, events: 3, added: 3 }]);
    expect(await raw()).toEqual([
      {
        ...{
          source: 'claims',
          partition: -1,
          offset: '0',
          key: Buffer.from('c1'),
          value: Buffer.from('{"a":1}'),
        },
        ...{ payload: { a: 1 }, event_time: '2017-01-05T15:01:20.000Z' },
      },
      {
        ...{
          source: 'claims',
          partition: -1,
          offset: '2',
          key: Buffer.from('c2'),
          value: null,
          payload: null,
        },
        event_time: '2017-01-05T15:01:20.000Z',
      },
      {
        ...{
          source: 'payments',
          partition: -1,
          offset: '1',
          key: null,
          value: Buffer.from('"x"'),
          payload: 'x',
        },
        event_time: '1970-01-01T00:00:00.000Z',
      },
    ]);
  });

  const oddValues: Readonly<Record<string, string>> = {
    'space within': '{ "a" :\t[ 1 , 2 ] }',
    escapes: String.raw`{"a":"\u00e9\/\\\"\n","\u0062":1}`,
    'doubled members': '{"a":1,"a":2,"value":3,"topic":"x"}',
    'big numbers': '{"n":123456789012345678901234567890.10,"e":1E5,"z":-0.0}',
    unicode: '{"käse":"日本語 🧀 \u2028"}',
    'quotes and braces in text': String.raw`{"t":"}],\"{[\\"}`,
    'a scalar': '  "text"  ',
    'an empty object': '{}',
    'deep nesting': `${'['.repeat(150)}${']'.repeat(150)}`,
  };

  it.each(Object.entries(oddValues))('has its value byte for byte: %s', async (_, value) => {
    const line = `  { "key" : "k",\t"value" :${value} , "topic":"odd", "timestamp" : 12 }\r`;
    await ingestFiles(test.database, [await files.write('odd.ndjson', [line])]);
    const [row] = await raw();
    expect(row?.value?.toString()).toBe(value.trim());
    expect(row?.payload).not.toBeNull();
  });

  it('has the last of doubled members, as JSON.parse has it, also behind an escaped name', async () => {
    const line = String.raw`{"topic":"a","topic":"b","key":"k","timestamp":1,"value":1,"val\u0075e":{"last":true}}`;
    await ingestFiles(test.database, [await files.write('doubled.ndjson', [line])]);
    expect(await raw()).toMatchObject([{ source: 'b', value: Buffer.from('{"last":true}') }]);
  });

  it.each([
    ['\\u0000', String.raw`{"a":"\u0000"}`],
    ['a lone surrogate', String.raw`{"a":"\ud800"}`],
    ['\\u0000 in a name that is doubled', String.raw`{"a":{"\u0000":1},"a":2}`],
    ['a number beyond numeric', '{"a":1e999999}'],
    ['100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['more items than an array of jsonb has', `[${'1,'.repeat(17_000_000)}1]`],
    ['NaN', '{"a":NaN,"b":[-Infinity]}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
  ])('is kept without a payload where jsonb cannot hold it: %s', async (_, value) => {
    const line = Buffer.concat([
      Buffer.from('{"topic":"poison","key":"k","timestamp":1,"value":'),
      Buffer.from(value),
      Buffer.from('}'),
    ]);
    await ingestFiles(test.database, [await files.write('poison.ndjson', [line])]);
    const [row] = await raw();
    expect(row?.value?.equals(Buffer.from(value))).toBe(true);
    expect(row?.payload).toBeNull();
  });

  it.each([
    ['an escaped backslash before u0000', String.raw`{"a":"\\u0000"}`, { a: '\\u0000' }],
    ['a surrogate pair', String.raw`{"a":"\ud83e\uddc0"}`, { a: '🧀' }],
    ['a large but possible number', '{"a":1e300}', { a: 1e300 }],
  ])('has a payload where jsonb can hold it after all: %s', async (_, value, payload) => {
    await ingestFiles(test.database, [await files.write('fine.ndjson', [claim('k', value)])]);
    expect(await raw()).toMatchObject([{ payload }]);
  });

  it('may be packed, have blank lines and no line feed at its end', async () => {
    const path = await files.write('packed.ndjson.gz', [claim('c1'), '', `  ${claim('c2')}`]);
    await ingestFiles(test.database, [path]);
    expect((await raw()).map(({ offset }) => offset)).toEqual(['0', '2']);
    const open = await files.write('open.ndjson', []);
    await writeFile(open, claim('c3'));
    expect(await ingestFiles(test.database, [open])).toMatchObject([{ added: 1 }]);
  });

  it('is whole when lines are longer than what is read at once', async () => {
    const long = JSON.stringify('ä'.repeat(700_000));
    await ingestFiles(test.database, [
      await files.write('long.ndjson', [claim('a'), claim('b', long), claim('c')]),
    ]);
    expect((await raw()).map(({ value }) => value?.length)).toEqual([7, Buffer.byteLength(long), 7]);
  });
});

describe('a file that is ingested again', () => {
  it('adds nothing, packed or not; what was appended is added', async () => {
    const path = await files.write('again.ndjson', [claim('c1'), claim('c2')]);
    await ingestFiles(test.database, [path]);
    expect(await ingestFiles(test.database, [path])).toMatchObject([{ events: 2, added: 0 }]);
    await appendFile(path, `${claim('c3')}\n${eventLine('payments', 'p', 1, '1')}\n`);
    expect(await ingestFiles(test.database, [path])).toMatchObject([{ events: 4, added: 2 }]);
    const packed = await files.write('again.ndjson.gz', [claim('c1'), claim('c2')]);
    expect(await ingestFiles(test.database, [packed])).toMatchObject([{ events: 2, added: 0 }]);
    expect(await raw()).toHaveLength(4);
  });

  it('is the same file in another folder, and files of other names are other partitions', async () => {
    const path = await files.write('moved.ndjson', [claim('c1')]);
    const elsewhere = join(dirname(path), 'elsewhere');
    await mkdir(elsewhere, { recursive: true });
    await writeFile(join(elsewhere, 'moved.ndjson'), `${claim('c1')}\n`);
    const other = await files.write('other.ndjson', [claim('c1')]);
    const counts = await ingestFiles(test.database, [path, join(elsewhere, 'moved.ndjson'), other]);
    expect(counts.map(({ added }) => added)).toEqual([1, 0, 1]);
    expect((await raw()).map(({ partition }) => partition)).toEqual([-2, -1]);
  });

  it.each([
    ['value', [claim('c1'), claim('c2', '{"a": 1}'), claim('c3')], 2],
    ['key', [claim('c1'), claim('c9'), claim('c3')], 2],
    ['topic', [claim('c1'), claim('c2'), eventLine('payments', 'c3', 1_483_628_480_000, '{"a":1}')], 3],
    ['time', [eventLine('claims', 'c1', 5, '{"a":1}'), claim('c2'), claim('c3')], 1],
    ['an event that is none any more', [claim('c1'), '', claim('c3')], 2],
  ])('with another %s is a conflict that names file and line', async (_, changed, line) => {
    const path = await files.write('conflict.ndjson', [claim('c1'), claim('c2'), claim('c3')]);
    await ingestFiles(test.database, [path]);
    const before = await raw();
    await files.write('conflict.ndjson', changed);
    const error = await failureOf(ingestFiles(test.database, [path]));
    expect(error).toMatchObject({ code: 'INGEST_CONFLICT' });
    expect(error.message).toContain(`conflict.ndjson, line ${line}:`);
    expect(error.fix).toBeDefined();
    expect(await raw()).toEqual(before);
  });

  it('by several processes at once adds each event once', async () => {
    const path = await files.write('racing.ndjson', [claim('c1'), claim('c2')]);
    const other = await files.write('racing-too.ndjson', [claim('c1')]);
    const counts = await Promise.all(
      [[path], [path], [other], [other, path]].map((paths) => ingestFiles(test.database, paths)),
    );
    expect(counts.flat().reduce((sum, { added }) => sum + added, 0)).toBe(3);
    expect(await raw()).toHaveLength(3);
  });
});

describe('a line that is no event', () => {
  it.each([
    ['not JSON', 'not json at all', 'it is not JSON'],
    ['cut off', '{"topic":"t","key":"k","timestamp":1,"value":{"a":', 'it is not JSON'],
    ['broken inside of its value', '{"topic":"t","key":"k","timestamp":1,"value":{"a":}}', 'it is not JSON'],
    ['a list', '[]', 'it is not a JSON object'],
    ['null', 'null', 'it is not a JSON object'],
    ['without topic', '{"key":"k","timestamp":1,"value":1}', '`topic` must be'],
    ['with an empty topic', '{"topic":"","key":"k","timestamp":1,"value":1}', '`topic` must be'],
    ['with a number as key', '{"topic":"t","key":1,"timestamp":1,"value":1}', '`key` must be'],
    [
      'with a lone surrogate as key',
      String.raw`{"topic":"t","key":"\ud800","timestamp":1,"value":1}`,
      '`key` must be',
    ],
    [
      'with a time of day',
      '{"topic":"t","key":"k","timestamp":"2017-01-05","value":1}',
      '`timestamp` must be',
    ],
    [
      'with a fraction of a millisecond',
      '{"topic":"t","key":"k","timestamp":1.5,"value":1}',
      '`timestamp` must be',
    ],
    ['without value', '{"topic":"t","key":"k","timestamp":1}', '`value` is missing'],
    [
      'with more members',
      '{"topic":"t","key":"k","timestamp":1,"value":1,"headers":{}}',
      'it has members beyond',
    ],
  ])('%s: names file and line, quotes nothing, and nothing of the file is kept', async (_, line, reason) => {
    const good = await files.write('good.ndjson', [claim('c1')]);
    const bad = await files.write('bad.ndjson', [claim('secret'), claim('secret'), line, claim('secret')]);
    const error = await failureOf(ingestFiles(test.database, [good, bad]));
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.message).toContain(`bad.ndjson, line 3: ${reason}`);
    expect(error.message).not.toContain('secret');
    expect(error.fix).toContain('"topic"');
    expect((await raw()).map(({ key }) => key?.toString())).toEqual(['c1']);
  });
});

describe('a file that cannot be read', () => {
  it('because it is cut off, is named', async () => {
    const path = await files.write(
      'cut.ndjson.gz',
      Array.from({ length: 2_000 }, (_, n) => claim(`c${n}`, String(Math.random()))),
    );
    await truncate(path, 4_000);
    const error = await failureOf(ingestFiles(test.database, [path]));
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.message).toContain('cut.ndjson.gz');
    expect(await raw()).toEqual([]);
  });

  it('because it is not packed, not there or of another name, is named', async () => {
    const plain = await files.write('plain.ndjson', [claim('c1')]);
    const packed = `${plain}.gz`;
    await writeFile(packed, claim('c1'));
    for (const path of [packed, '/nowhere/x.ndjson', '/nowhere/x.csv']) {
      const error = await failureOf(ingestFiles(test.database, [path]));
      expect(error.code).toBe('INPUT_INVALID');
      expect(error.message).toContain(path);
    }
  });
});

it('tells how far it is', async () => {
  const one = await files.write('one.ndjson', [claim('c1'), claim('c2')]);
  const two = await files.write('two.ndjson.gz', [claim('c1')]);
  const seen: IngestProgress[] = [];
  await ingestFiles(test.database, [one, two], { onProgress: (progress) => seen.push(progress) });
  const bytes = seen[0]?.bytes ?? 0;
  expect(seen.map(({ phase, fileIndex, lines }) => [phase, fileIndex, lines])).toEqual([
    ['READING', 0, 2],
    ['WRITING', 0, 2],
    ['READING', 1, 1],
    ['WRITING', 1, 1],
  ]);
  expect(seen.at(-1)?.bytesRead).toBe(bytes);
  expect(bytes).toBeGreaterThan(100);
});
