import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { stageRecords } from '../../../../../src/pipeline/ingest/topics/stageRecords.ts';
import { createTestDatabase, type TestDatabase } from '../../../../support/postgres.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('leaves the process its turns while a large batch is copied', async () => {
  const items = Array.from({ length: 60_000 }, (_, index) => `item ${index}`);
  const value = Buffer.from(JSON.stringify({ items }));
  const records = Array.from({ length: 200 }, (_, index) => ({
    ...{ offset: BigInt(index), key: null, value, headers: [], timestamp: 1 },
  }));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  await test.database.transaction(async (transaction) => {
    delay.enable();
    const startedAt = performance.now();
    await stageRecords(transaction, records);
    const tookMs = performance.now() - startedAt;
    delay.disable();
    // In one piece it was half of it.
    expect(delay.max / 1e6).toBeLessThan(tookMs / 5);
    expect(await transaction.query({ text: 'select count(*)::int as n from arrived' })).toEqual([{ n: 200 }]);
  });
}, 60_000);
