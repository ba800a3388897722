import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';
import { createServedClinic, serve, type ServedClinic } from '../../support/servedClinic.ts';

let test: ServedClinic;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  test = await createServedClinic();
  env = { ...test.env, CONCORDAT_MASK_KEY: 'm'.repeat(32) };
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
