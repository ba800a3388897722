import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';

let test: TestDatabase;
let env: Readonly<Record<string, string>>;
const clinic = ['--project', join(packageRoot(), 'test', 'support', 'clinic')];
const serve = ['serve', ...clinic, '--port', '0', '--host', '127.0.0.1'];

beforeAll(async () => {
  test = await createTestDatabase();
  env = {
    DATABASE_URL: test.connectionString,
    CONCORDAT_MASK_KEY: 'm'.repeat(32),
    CONCORDAT_JWT_ISSUER: 'https://issuer.example',
    CONCORDAT_JWT_AUDIENCE: 'concordat',
    CONCORDAT_JWKS_URL: 'https://issuer.example/keys',
  };
  expect((await runConcordat(['migrate', ...clinic], env)).code).toBe(0);
});
afterAll(() => test.drop());

/** What becomes of an upgrade from a page of the gateway's own: 101, or the status of who refuses it. */
function upgrade(origin: string): Promise<{ status: number; socket: WebSocket }> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin });
  return new Promise((resolve) => {
    socket.once('open', () => {
      resolve({ status: 101, socket });
    });
    socket.once('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0, socket });
    });
  });
}

it('--live-limits hold', async () => {
  const gateway = startConcordat(serve, {
    ...env,
    CONCORDAT_LIVE_LIMITS: 'unidentifiedSockets=2,handshakeMs=60000',
  });
  try {
    await gateway.waitFor('"msg":"serving"');
    const address = /"address":"([^"]+)"/.exec(gateway.output())?.[1] ?? '';
    const opened = [];
    for (let count = 0; count < 3; count += 1) opened.push(await upgrade(address));
    expect(opened.map(({ status }) => status)).toEqual([101, 101, 503]);
  } finally {
    await gateway.stop();
  }
});

it('refuses a limit that there is not', async () => {
  const { code, stderr } = await runConcordat([...serve, '--live-limits', 'sockets=5'], env);
  expect(stderr).toContain('There is no limit "sockets". There are waitingBytes,');
  expect(code).toBe(2);
});
