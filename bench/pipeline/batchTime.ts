import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';
import type { Project } from '../../src/contract/model.ts';
import { deriveBatch } from '../../src/pipeline/derive/deriveBatch.ts';
import { ingestFiles } from '../../src/pipeline/ingest/ingestFiles.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import type { MaskKeys } from '../../src/policy/masks/MaskKeys.ts';
import type { Database } from '../../src/storage/Database.ts';
import { median } from '../measure/median.ts';
import type { BenchDatabases } from './BenchDatabases.ts';

const smaller = 50_000;
const larger = 500_000;
const batchEvents = 1_000;
const batches = 20;

/** Splits the year's log: so many lines behind, and the same lines after them for both. */
async function splitLog(
  log: string,
  folder: string,
): Promise<{ readonly behind: (lines: number) => string; readonly next: string }> {
  const behind = (lines: number): string => join(folder, `behind-${lines}.ndjson`);
  const next = join(folder, 'next.ndjson');
  const files = {
    [smaller]: createWriteStream(behind(smaller)),
    [larger]: createWriteStream(behind(larger)),
  };
  const rest = createWriteStream(next);
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(log).pipe(createGunzip()) })) {
    line += 1;
    if (line <= smaller) files[smaller].write(`${text}\n`);
    if (line <= larger) files[larger].write(`${text}\n`);
    else if (line <= larger + (batches + 1) * batchEvents) rest.write(`${text}\n`);
  }
  for (const file of [...Object.values(files), rest]) {
    file.end();
    await once(file, 'finish');
  }
  return { behind, next };
}

export interface BatchTime {
  readonly linesBehind: number;
  readonly medianMs: number;
}

/**
 * How long a batch of 1,000 store lines takes with 50,000 and with 500,000 lines behind it: the same batches, in turn, so that
 * whatever else the machine does hits both. The first batch warms up and does not count.
 */
export async function measureBatchTime(
  databases: BenchDatabases,
  {
    project,
    maskKeys,
    log,
    folder,
  }: {
    readonly project: Project;
    readonly maskKeys: MaskKeys;
    readonly log: string;
    readonly folder: string;
  },
): Promise<readonly BatchTime[]> {
  const { behind, next } = await splitLog(log, folder);
  const cases: { linesBehind: number; database: Database; samples: number[] }[] = [];
  for (const linesBehind of [smaller, larger]) {
    const database = await databases.create(project);
    await ingestFiles(database, [behind(linesBehind)]);
    await rebuild(database, project, { maskKeys });
    await ingestFiles(database, [next]);
    await database.query({ text: 'vacuum analyze' });
    cases.push({ linesBehind, database, samples: [] });
  }
  for (let batch = 0; batch <= batches; batch += 1) {
    for (const { database, samples } of cases) {
      const begun = performance.now();
      const result = await deriveBatch(database, project, 0, { maskKeys, batchSize: batchEvents });
      if (result?.events !== batchEvents) throw new Error('A batch was not of 1,000 events.');
      if (batch > 0) samples.push(performance.now() - begun);
    }
  }
  return cases.map(({ linesBehind, samples }) => ({ linesBehind, medianMs: median(samples) }));
}
