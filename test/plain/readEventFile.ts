import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { SourceEvent } from './SourceEvent.ts';
import { member, textOf } from './reading/json.ts';

/** The records of an `.ndjson` or `.ndjson.gz` file in their order. */
export async function readEventFile(path: string): Promise<readonly SourceEvent[]> {
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const record: unknown = JSON.parse(line);
      return {
        topic: textOf(member(record, 'topic')) ?? '',
        key: textOf(member(record, 'key')) ?? '',
        timestamp: Number(member(record, 'timestamp')),
        value: member(record, 'value'),
      };
    });
}
