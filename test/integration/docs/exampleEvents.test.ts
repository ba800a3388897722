import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readDrift } from '../../../src/pipeline/drift/readDrift.ts';
import { createRetailer } from '../retailer/retailer.ts';

it('example events are as schema/sources declares their topics, and products take them', async () => {
  const examples = join(packageRoot(), 'docs', 'examples');
  const paths = readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ndjson'))
    .map((path) => join(examples, path));
  expect(paths).not.toEqual([]);
  const retailer = await createRetailer();
  try {
    await retailer.ingestAndRebuild(paths);
    expect(await readDrift(retailer.database)).toEqual([]);
    expect(await retailer.readParked()).toEqual([]);
  } finally {
    await retailer.close();
  }
});
