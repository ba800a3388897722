import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startConcordat } from '../../support/runConcordat.ts';

const shared = `"Why a consumer asks."
enum Purpose {
  "Bringing parcels to their receivers."
  DELIVERY
}

"Where a parcel is delivered."
enum Region {
  "Everything above the river."
  NORTH
  "Everything below the river."
  SOUTH
}
`;

/** A contract of an existing table with a key of two fields. */
function contract(type: string, more: string, directives: string): string {
  return `"One beep of a carrier's scanner over a parcel, as its carrier tells it."
type ${type}
  @contract(domain: "delivery", owner: "partners", settlement: SETTLED, purposes: [DELIVERY], ${more})
  @key(fields: "parcelId scanNumber")
  @sla(freshness: "PT1M")
  @serving(table: "scanner.${type.toLowerCase()}", topic: "scanner.${type.toLowerCase()}", format: JSON, asOf: "scanned_at")
  ${directives} {
  "The parcel that was scanned."
  parcelId: ID! @classified(as: INTERNAL)
  "Which scan of the parcel it was, from 1."
  scanNumber: Int! @classified(as: INTERNAL)
  "Whose scanner it was."
  carrier: String! @classified(as: INTERNAL) @filterable
}
`;
}

const bySunset = '@sunset(deprecatedOn: "2019-01-01", on: "2020-01-31", reason: "Nobody scans like this.")';
const agreement = (id: string, until = '2099-12-31', regions = 'ALL', version = 1) =>
  `      - { contract: ${id}@${version}, purposes: [DELIVERY], regions: ${regions}, until: ${until} }\n`;
const consumer = (name: string, agreements: string) =>
  `  ${name}:\n    team: partners\n    class: OPERATIONAL_REPORTING\n    description: Shows scans.\n    agreements:\n${agreements}`;

const files: Readonly<Record<string, string>> = {
  'shared.graphql': shared,
  'contracts/a_expired/v1.graphql': contract('AExpired', 'tier: EDGE, expires: "2020-01-31"', ''),
  'contracts/b_sunset/v1.graphql': contract('BSunset', 'tier: DOMAIN, status: DEPRECATED', bySunset),
  'contracts/c_lonely/v1.graphql': contract('CLonely', 'tier: DOMAIN', ''),
  'contracts/d_over/v1.graphql': contract('DOver', 'tier: DOMAIN', ''),
  'contracts/e_south/v1.graphql': contract('ESouth', 'tier: DOMAIN', '@residency(in: SOUTH)'),
  'contracts/f_empty/v1.graphql': contract(
    'FEmpty',
    'tier: DOMAIN',
    '@rowsOf(field: "carrier", claim: "nobody")',
  ),
  'contracts/g_owned/v1.graphql': contract(
    'GOwned',
    'tier: DOMAIN',
    '@rowsOf(field: "carrier", claim: "carrier")\n  @residency(in: NORTH)',
  ),
  'contracts/g_owned/v2.graphql': contract(
    'GOwned',
    'tier: DOMAIN',
    '@rowsOf(field: "carrier", claim: "carrier")\n  @residency(in: NORTH)',
  ),
  'consumers.yaml': `consumers:\n${[
    consumer(
      'archive',
      agreement('a_expired', '2020-01-31') +
        agreement('b_sunset', '2020-01-31') +
        agreement('d_over', '2020-12-31') +
        agreement('e_south'),
    ),
    consumer('empty-portal', agreement('f_empty')),
    consumer('carrier-portal', agreement('g_owned') + agreement('g_owned', '2099-12-31', 'ALL', 2)),
  ].join('')}`,
};

let root = '';
let test: TestDatabase;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'concordat-welcome-'));
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, 'schema', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  test = await createTestDatabase();
  await test.database.execute({ text: 'create schema scanner' });
  for (const table of ['aexpired', 'bsunset', 'clonely', 'dover', 'esouth', 'fempty', 'gowned']) {
    await test.database.execute({
      text: `create table scanner.${table} (parcel_id text, scan_number integer, carrier text, scanned_at timestamptz default now(), primary key (parcel_id, scan_number))`,
    });
  }
  await test.database.execute({
    text: `insert into scanner.gowned values ('p1', 1, 'one'), ('p1', 2, 'two'), ('p2', 1, 'one')`,
  });
});

afterAll(async () => {
  await test.drop();
  await rm(root, { recursive: true });
});

interface Welcomed {
  readonly output: string;
  readonly url: string;
  readonly token: string;
  readonly payload: string;
}

async function welcomeOf(use: (welcome: Welcomed) => Promise<void>, more: readonly string[] = []) {
  const dev = startConcordat(
    ['dev', '--project', root, '--port', '0', '--database-url', test.connectionString, ...more],
    { CONCORDAT_REGION: 'NORTH' },
  );
  try {
    await dev.waitFor('Ctrl+C stops.');
    const output = dev.output();
    await use({
      output,
      url: /curl -s (\S+)/.exec(output)?.[1] ?? '',
      token: /Bearer ([\w.-]+)/.exec(output)?.[1] ?? '',
      payload: /-d '(.*)'$/m.exec(output)?.[1] ?? '',
    });
  } finally {
    await dev.stop();
  }
}

describe('what npm start prints', () => {
  it('lists as served what is served today and here, says why the rest is not, and gives a token and a query of the newest version that work', () =>
    welcomeOf(async ({ output, url, token, payload }) => {
      expect(output).toContain(
        [
          'Concordat serves f_empty@1, g_owned@1, g_owned@2',
          '  not a_expired@1: its service ended on 2020-01-31',
          '  not b_sunset@1: its service ended on 2020-01-31',
          '  not c_lonely@1: no agreement about it is in force',
          '  not d_over@1: no agreement about it is in force',
          '  not e_south@1: no agreement covers rows of it in NORTH',
          '',
        ].join('\n'),
      );
      expect(output).toContain(
        'A token of carrier-portal for DELIVERY, with the claim carrier=one, good for',
      );
      const ask = async (body: string) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body,
        });
        return await response.json();
      };
      expect(await ask(payload)).toEqual(
        expect.objectContaining({
          data: {
            gOwnedV2List: {
              nodes: [
                expect.objectContaining({ parcelId: 'p1', scanNumber: 1, carrier: 'one' }),
                expect.objectContaining({ parcelId: 'p2', scanNumber: 1, carrier: 'one' }),
              ],
            },
          },
        }),
      );
      // The banner and the gateway say the same.
      const catalog = await ask('{"query":"{ contracts { name } }"}');
      expect(catalog).toEqual(
        expect.objectContaining({ data: { contracts: [{ name: 'g_owned' }, { name: 'g_owned' }] } }),
      );
    }));

  it('says so where no row tells what a token would have to claim', async () => {
    await test.database.execute({ text: 'truncate scanner.gowned' });
    await welcomeOf(async ({ output, token }) => {
      expect(output).toContain(
        'There is no token to paste: each contract wants a claim that no row has yet.',
      );
      expect(token).toBe('');
      await Promise.resolve();
    });
  });
});
