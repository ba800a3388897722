import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSample } from '../../../schema/sample/generate.ts';
import { sourceTopics } from '../../../src/contract/sourceTopics.ts';
import { readDrift } from '../../../src/pipeline/drift/readDrift.ts';
import { computeRetailer, type PlainRetailer } from '../../plain/computeRetailer.ts';
import { findDifferences } from './differences.ts';
import { readGivenMarkets } from './eventLogs.ts';
import { createRetailer, type Retailer } from './retailer.ts';

describe('the retailer on its generated sample', () => {
  const events = [...generateSample({ seed: 7 })];
  let expected: PlainRetailer;
  let retailer: Retailer;
  beforeAll(async () => {
    expected = computeRetailer(events, await readGivenMarkets());
    retailer = await createRetailer();
    await retailer.ingestEventsAndRebuild(events);
  });
  afterAll(() => retailer.close());

  it('serves every row and opens every exception of the plain recomputation (I2)', async () => {
    const differences = await findDifferences(retailer, expected);
    expect(differences).toEqual(Object.fromEntries(Object.keys(differences).map((name) => [name, []])));
    expect(await retailer.readParked()).toEqual([]);
  });

  it('has rows in every contract, and open orders for the warehouse', () => {
    for (const rows of expected.contracts.values()) expect(rows.length).toBeGreaterThan(5);
  });

  it('is what its topics declare, but for the columns of the ERP after its migration', async () => {
    const migrated = events.filter(({ value }) => JSON.stringify(value).includes('"InvoiceNo"'));
    const columns = [
      ['NEW', ['CustomerID', 'InvoiceNo', 'UnitPrice']],
      ['MISSING', ['"Customer ID"', 'Invoice', 'Price']],
    ] as const;
    expect(migrated.length).toBeGreaterThan(5);
    expect(await readDrift(retailer.database)).toEqual(
      expect.arrayContaining(
        columns.flatMap(([kind, names]) =>
          names.map((name) =>
            expect.objectContaining({
              ...{ source: 'stores.invoice_lines', eventType: 'c', path: `$.after.${name}`, kind },
              events: migrated.length,
            }),
          ),
        ),
      ),
    );
    expect(await readDrift(retailer.database)).toHaveLength(6);
    expect(retailer.project.declaredTopics.map(({ topic }) => topic)).toEqual([
      ...sourceTopics(retailer.project),
    ]);
  });

  it('has every kind of exception', () => {
    const kinds = new Set(expected.exceptions.map((exception) => exception.kind));
    const declared = retailer.project.reconciliations.flatMap(({ exceptionKinds }) => exceptionKinds);
    expect(kinds).toEqual(new Set(declared.map((kind) => kind.name)));
  });
});
