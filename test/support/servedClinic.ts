import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { createTestDatabase } from './postgres.ts';
import { runConcordat } from './runConcordat.ts';

/** The clinic's project, as an argument of every command. */
export const clinic = ['--project', join(packageRoot(), 'test', 'support', 'clinic')];
/** `concordat serve` of it on any free port. */
export const serve = ['serve', ...clinic, '--port', '0', '--host', '127.0.0.1'];

export interface ServedClinic {
  /** What `serve` needs, but for a mask key. */
  readonly env: Readonly<Record<string, string>>;
  readonly drop: () => Promise<void>;
}

/** A database that `concordat migrate` has made ready for the clinic. */
export async function createServedClinic(): Promise<ServedClinic> {
  const test = await createTestDatabase();
  const env = {
    DATABASE_URL: test.connectionString,
    CONCORDAT_JWT_ISSUER: 'https://issuer.example',
    CONCORDAT_JWT_AUDIENCE: 'concordat',
    CONCORDAT_JWKS_URL: 'https://issuer.example/keys',
  };
  const { code, stderr } = await runConcordat(['migrate', ...clinic], env);
  if (code !== 0) throw new Error(stderr);
  return { env, drop: () => test.drop() };
}
