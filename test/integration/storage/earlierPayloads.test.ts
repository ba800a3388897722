import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { migrate } from '../../../src/storage/migrate.ts';
import { migrationsDir } from '../../support/claimsPipeline.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const list = (item: string): Buffer => Buffer.from(`[${Array<string>(1_000).fill(item).join()}]`);

it('an event that arrived before loses its payload where its numbers are too long with all their digits', async () => {
  const test = await createTestDatabase({ template: false });
  const directory = await mkdtemp(join(tmpdir(), 'concordat-migrations-'));
  try {
    await cp(migrationsDir, directory, { recursive: true });
    const later = (await readdir(directory)).filter((name) => name >= '0006');
    for (const name of later) await rm(join(directory, name));
    await migrate(test.database, { migrationsDir: directory });
    await test.database.execute({
      text: `insert into raw.event (source, partition, "offset", value, payload)
        select 't', 0, n - 1, value, raw.to_payload(value) from unnest($1::bytea[]) with ordinality v (value, n)`,
      values: [[list('1e131000'), list('1.5E10'), Buffer.from([0xff]), null]],
    });
    await migrate(test.database, { migrationsDir });
    expect(
      await test.database.query({
        text: 'select "offset", value is null as empty, payload is null as unparsed from raw.event order by 1',
      }),
    ).toEqual([
      { offset: '0', empty: false, unparsed: true },
      { offset: '1', empty: false, unparsed: false },
      { offset: '2', empty: false, unparsed: true },
      { offset: '3', empty: true, unparsed: true },
    ]);
  } finally {
    await rm(directory, { recursive: true });
    await test.drop();
  }
});
