import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { issueToken } from '../../../src/policy/identity/issueToken.ts';
import { createSocketClient, follow, type Follower } from '../../support/live/follow.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { runConcordat, type Running, startConcordat } from '../../support/runConcordat.ts';
import { scrape } from '../../support/scrape.ts';
import { until } from '../../support/until.ts';
import { writeProject } from '../../support/writeProject.ts';

describe('concordat serve, asked by SIGHUP to read its project again', () => {
  let test: TestDatabase;
  let directory: string;
  let env: Readonly<Record<string, string>>;
  let gateway: Running;
  let client: Client;
  let address: string;
  let metricsAddress: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    directory = await writeProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const [issuer, audience] = ['https://issuer.test', 'concordat-test'];
    env = {
      DATABASE_URL: test.connectionString,
      CONCORDAT_MASK_KEY: 'm'.repeat(32),
      CONCORDAT_JWT_ISSUER: issuer,
      CONCORDAT_JWT_AUDIENCE: audience,
      CONCORDAT_JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      CONCORDAT_METRICS_PORT: '0',
    };
    for (const command of ['migrate', 'rebuild'])
      expect((await runConcordat([command, '--project', directory], env)).code).toBe(0);
    gateway = startConcordat(['serve', '--project', directory, '--host', '127.0.0.1'], env);
    await gateway.waitFor('"msg":"serving"');
    address = /"address":"([^"]+)"/.exec(gateway.output())?.[1] ?? '';
    metricsAddress = /"metricsAddress":"([^"]+)"/.exec(gateway.output())?.[1] ?? '';
    client = createSocketClient(
      address,
      await issueToken(
        { consumer: 'care-team', purposes: ['CARE'], expiresIn: 3_600 },
        { issuer, audience, key: privateKey, algorithm: 'EdDSA' },
      ),
    );
  });
  afterAll(async () => {
    await client.dispose();
    await gateway.stop();
    await rm(directory, { recursive: true });
    await test.drop();
  });

  async function begun(query: string): Promise<Follower> {
    const follower = follow(client, query);
    await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
    return follower;
  }

  async function change(path: string, of: (text: string) => string): Promise<void> {
    const file = join(directory, path);
    const before = await readFile(file, 'utf8');
    expect(of(before)).not.toBe(before);
    await writeFile(file, of(before));
  }

  const freshnessLimit = async (): Promise<number | undefined> =>
    (await scrape(metricsAddress)).get(
      'concordat_contract_freshness_limit_seconds{contract="clinic_visit@1"}',
    );

  it('ends what another declaration does not cover, leaves everything else alone, and keeps what it has where the new one is wrong', async () => {
    const visits = await begun('subscription { clinicVisitV1(snapshot: true) { kind cursor } }');
    const histories = await begun('subscription { patientHistoryV1(snapshot: true) { kind cursor } }');
    await change('schema/consumers.yaml', (text) =>
      text.replace(/.*patient_history@1, purposes: \[CARE\].*\n/, ''),
    );
    gateway.signal('SIGHUP');
    await until('it has ended', histories.hasEnded);
    expect(histories.errors).toMatchObject([{ extensions: { code: 'AGREEMENT_ENDED' } }]);
    expect(visits.hasEnded()).toBe(false);
    await gateway.waitFor('"msg":"reloaded"');

    const limit = await freshnessLimit();
    await change('schema/contracts/clinic_visit/v1.graphql', (text) =>
      text.replace('type ClinicVisit', 'tipe ClinicVisit'),
    );
    gateway.signal('SIGHUP');
    await gateway.waitFor('"msg":"not reloaded');
    expect(gateway.output()).toContain('PROJECT_INVALID');
    expect(gateway.output()).toContain('schema/contracts/clinic_visit/v1.graphql:');
    expect(visits.hasEnded()).toBe(false);
    expect(await freshnessLimit()).toBe(limit);

    await change('schema/contracts/clinic_visit/v1.graphql', (text) =>
      text.replace('tipe ClinicVisit', 'type ClinicVisit').replace(/freshness: "[^"]*"/, 'freshness: "PT7H"'),
    );
    gateway.signal('SIGHUP');
    await until('it has ended', visits.hasEnded);
    expect(visits.errors).toMatchObject([{ extensions: { code: 'CONTRACT_CHANGED' } }]);
    await until('metrics tell of it', async () => (await freshnessLimit()) === 7 * 3_600);
    await begun('subscription { clinicVisitV1(snapshot: true) { kind cursor } }');
  });

  it('may be asked before it serves: it goes on starting, and reads it again then', async () => {
    const starting = startConcordat(['serve', '--project', directory, '--host', '127.0.0.1'], env);
    await test.database.transaction(async (transaction) => {
      await transaction.script('lock table contract.mask_key in access exclusive mode');
      await until('it waits for the lock', async () => {
        const waiting = await transaction.query({
          text: `select from pg_locks where not granted and relation = 'contract.mask_key'::regclass`,
        });
        return waiting.length > 0;
      });
      starting.signal('SIGHUP');
    });
    await starting.waitFor('"msg":"reloaded"');
    expect(starting.output()).toMatch(/"msg":"serving"[^]*"msg":"reloaded"/);
    expect(await starting.stop('SIGTERM')).toBe(0);
  });
});
