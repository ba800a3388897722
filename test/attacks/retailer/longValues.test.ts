import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createRetailer, type Retailer } from '../../integration/retailer/retailer.ts';
import { creditLine, storeLine } from '../../support/retailerEvents.ts';

let retailer: Retailer;
beforeEach(async () => {
  retailer = await createRetailer();
});
afterEach(() => retailer.close());

/** Text that no index can make short. */
const randomText = (bytes: number): string => randomBytes(bytes / 2).toString('hex');

const stockCode = (bytes: number): string => `85048${randomText(bytes - 6)}`;

it.each([
  ['store_sales', storeLine(2, { stockCode: stockCode(2_000), customer: randomText(500) })],
  ['returns', creditLine(2, { stockCode: stockCode(2_000), customer: randomText(500) })],
])(
  'attack 52: a long stock code of a customer with a long number stops no rebuild: %s',
  async (product, event) => {
    await retailer.ingestEventsAndRebuild([storeLine(1), event]);
    expect(await retailer.readParked()).toEqual([{ product, source: 'stores.invoice_lines', offset: 1 }]);
    const sales = await retailer.database.query({
      text: 'select sale_id from contract.finance_recognized_sale_v2',
    });
    expect(sales).toEqual([{ sale_id: 'stores:489434' }]);
  },
);

it.each([
  ['customer', { customer: randomText(502) }],
  ['description', { description: randomText(2_002) }],
  ['country', { country: randomText(2_002) }],
  ['invoice', { invoice: `4${randomText(500)}` }],
])('attack 52: both products of the stores park a line with a long %s', async (_, line) => {
  await retailer.ingestEventsAndRebuild([storeLine(1), storeLine(2, line)]);
  const parked = await retailer.readParked();
  const place = { source: 'stores.invoice_lines', offset: 1 };
  expect(new Set(parked)).toEqual(
    new Set([
      { product: 'store_sales', ...place },
      { product: 'returns', ...place },
    ]),
  );
});

it('attack 52: the longest values that are taken are reconciled and served', async () => {
  const [code, customer, invoice] = [stockCode(500), randomText(500), `C${randomText(498)}`];
  await retailer.ingestEventsAndRebuild([
    creditLine(1, { stockCode: code, customer, invoice }),
    creditLine(2, { stockCode: code, customer: '', invoice }),
  ]);
  expect(await retailer.readParked()).toEqual([]);
  const kinds = (await retailer.readOpenExceptions()).map(({ kind, invoices }) => [kind, invoices]);
  expect(kinds.sort()).toEqual([
    ['RETURNED_MORE_THAN_SOLD', [invoice]],
    ['RETURN_WITHOUT_CUSTOMER', [invoice]],
  ]);
});
