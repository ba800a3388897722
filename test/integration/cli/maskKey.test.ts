import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';

const oldKey = 'the mask key of the last rebuild, long enough';
const newKey = 'the mask key that is to come, long enough too';

describe('the mask keys of concordat rebuild and concordat serve', () => {
  let test: TestDatabase;
  let env: Readonly<Record<string, string>>;
  const clinic = ['--project', join(packageRoot(), 'test', 'support', 'clinic')];
  const serve = ['serve', ...clinic, '--port', '0', '--host', '127.0.0.1'];

  beforeAll(async () => {
    test = await createTestDatabase();
    env = {
      DATABASE_URL: test.connectionString,
      CONCORDAT_JWT_ISSUER: 'https://issuer.example',
      CONCORDAT_JWT_AUDIENCE: 'concordat',
      CONCORDAT_JWKS_URL: 'https://issuer.example/keys',
    };
    expect((await runConcordat(['migrate', ...clinic], env)).code).toBe(0);
  });
  afterAll(() => test.drop());

  const serves = async (key: string) => {
    const gateway = startConcordat(serve, { ...env, CONCORDAT_MASK_KEY: key });
    await gateway.waitFor('"msg":"serving"');
    expect(await gateway.stop()).toBe(0);
  };
  const rebuilds = async (key: string) => {
    const { code, stderr } = await runConcordat(['rebuild', ...clinic], { ...env, CONCORDAT_MASK_KEY: key });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
  };
  const isRefused = async (key: string) => {
    const { code, stderr } = await runConcordat(serve, { ...env, CONCORDAT_MASK_KEY: key });
    expect(stderr).toContain('error (CONFIGURATION_INVALID): CONCORDAT_MASK_KEY is not the key with which');
    expect(stderr).toContain('clinic_visit@1');
    expect(stderr).toContain(
      'Start with the key of the last rebuild, or run "concordat rebuild" with this one.',
    );
    expect(stderr).not.toMatch(/long enough/);
    expect(code).toBe(2);
  };

  it('may be any while nothing was ever rebuilt', () => serves(newKey));

  it('must be the same afterwards, also while what was derived is forgotten', async () => {
    await rebuilds(oldKey);
    await serves(oldKey);
    await isRefused(newKey);
    // As "concordat migrate" does when it changes a table: the masked values are still those of the old key.
    await test.database.execute({ text: 'delete from contract.state' });
    await isRefused(newKey);
  });

  it('change with a rebuild', async () => {
    await rebuilds(newKey);
    await serves(newKey);
    await isRefused(oldKey);
  });

  it('are not kept: only what tells them apart is', async () => {
    const kept = await test.database.query<{ contract: string; fingerprint: string }>({
      text: 'select contract, fingerprint from contract.mask_key order by contract',
    });
    expect(kept.map(({ contract }) => contract)).toContain('clinic_visit@1');
    expect(new Set(kept.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(kept[0]?.fingerprint).not.toContain(newKey);
  });
});
