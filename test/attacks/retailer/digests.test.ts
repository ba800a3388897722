import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Method, methods, type Person } from '../../support/clinicGateway.ts';
import { storeLine } from '../../support/retailerEvents.ts';
import { type RetailerGateway, startRetailer } from '../../support/retailerGateway.ts';

const analytics: Person = { consumer: 'growth-analytics', purposes: ['ANALYTICS'] };
const regulator: Person = { consumer: 'eu-regulator', purposes: ['REGULATORY_REPORTING'] };

let retailer: RetailerGateway;
beforeAll(async () => {
  retailer = await startRetailer();
  const lines = ['85048', '22041', '21232', '22064', '21871', '21523', '79323', 'POST'].map(
    (stockCode, index) => storeLine(index + 1, { stockCode, country: 'France' }),
  );
  await retailer.ingestEventsAndRebuild([
    ...lines,
    storeLine(20, { invoice: '489435', country: 'France', customer: '' }),
  ]);
});
afterAll(() => retailer.close());

interface Entry {
  readonly product: string;
  readonly identity: Readonly<Record<string, unknown>>;
}

async function lineageSeen(as: Person, method: Method): Promise<readonly Entry[]> {
  const query =
    '{ financeRecognizedSaleV2(saleId: "stores:489434") { buyerId _meta { lineage { product identity } } } }';
  const { data, errors } = await retailer.ask({ method, as, query });
  expect(errors).toEqual([]);
  const row = data?.['financeRecognizedSaleV2'] as { _meta: { lineage: readonly Entry[] } };
  return row._meta.lineage;
}

const linesOf = (entries: readonly Entry[]) =>
  entries.filter(({ product }) => product === 'store_sales.sale_lines');

describe.each(methods)('over %s', (method) => {
  it('attack 24: the digest of a line, from which a masked customer could be guessed, is in no lineage', async () => {
    const stored = await retailer.database.query<{ line_hash: string }>({
      text: 'select line_hash from store_sales.sale_lines',
    });
    const lines = linesOf(await lineageSeen(analytics, method));
    expect(lines).toHaveLength(8);
    const text = JSON.stringify(lines);
    for (const { line_hash: digest } of stored) expect(text).not.toContain(digest);
    for (const { identity } of lines) {
      expect(identity).toEqual({ invoice: '489434', lineHash: expect.stringMatching(/^token_[\w-]{43}$/) });
    }
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      for (const encoding of ['hex', 'base64url'] as const) {
        for (const { line_hash: digest } of stored) {
          expect(text).not.toContain(createHash(algorithm).update(digest).digest(encoding));
        }
      }
    }
  });

  it('attack 15: nor does the order of entries tell of the digests', async () => {
    const hashes = linesOf(await lineageSeen(analytics, method)).map(({ identity }) =>
      String(identity['lineHash']),
    );
    expect(hashes).toEqual([...hashes].sort());
  });

  it('attack 28: a digest is another token for another purpose', async () => {
    const [one, other] = [await lineageSeen(analytics, method), await lineageSeen(regulator, method)];
    const hashes = (entries: readonly Entry[]) =>
      linesOf(entries).map(({ identity }) => identity['lineHash']);
    expect(hashes(other)).toHaveLength(8);
    for (const hash of hashes(other)) expect(hashes(one)).not.toContain(hash);
  });
});

it('attack 24: a digest is as sensitive as the most sensitive of what it is made of', () => {
  const tables = retailer.project.products.flatMap((product) => product.tables);
  const digests = tables.flatMap(({ fields }) => fields.filter(({ name }) => name === 'lineHash'));
  expect(digests.map(({ classification }) => classification)).toEqual(['PERSONAL', 'PERSONAL', 'PERSONAL']);
});
