import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRetailer, type Retailer } from './retailer.ts';

function payment(payment_value: string): string {
  const value = {
    eventId: 'o1:PaymentCaptured:1',
    eventType: 'PaymentCaptured',
    occurredAt: '2026-11-01 10:00:00',
    order_id: 'o1',
    payment_sequential: 1,
    payment_type: 'boleto',
    payment_installments: 1,
    payment_value,
  };
  return JSON.stringify({ topic: 'payments.payments', key: 'o1', timestamp: 0, value });
}

describe('an event that is delivered again with other content', () => {
  let retailer: Retailer;
  let directory: string;
  beforeAll(async () => {
    retailer = await createRetailer();
    directory = await mkdtemp(join(tmpdir(), 'concordat-events-'));
    await writeFile(
      join(directory, 'first.ndjson'),
      `${payment('abc')}\n${payment('10.00')}\n${payment('11.00')}\n`,
    );
    await writeFile(join(directory, 'second.ndjson'), `${payment('12.00')}\n`);
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
    await retailer.close();
  });

  it.each([{ batchSize: 1 }, { batchSize: 2 }, { batchSize: 20_000 }])(
    'counts as it first came and could be understood, within a file and over files, in batches of $batchSize',
    async (options) => {
      await retailer.ingestAndRebuild(
        ['first.ndjson', 'second.ndjson'].map((file) => join(directory, file)),
        options,
      );
      const payments = await retailer.database.query({
        text: 'select paid_amount from payment_settlement.payments',
      });
      expect(payments).toEqual([{ paid_amount: '10.00' }]);
      expect(await retailer.readParked()).toHaveLength(1);
    },
  );
});
