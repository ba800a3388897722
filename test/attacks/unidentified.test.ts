import { afterEach, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, research, startClinic, tokenFor } from '../support/clinicGateway.ts';
import { openRaw, RefusedUpgrade } from '../support/live/openRaw.ts';
import { frameOf, upgradeByHand } from '../support/live/rawFrames.ts';
import { until } from '../support/until.ts';

let clinic: ClinicGateway;
afterEach(() => clinic.close());

const ofPage = (): Readonly<Record<string, string>> => ({ origin: clinic.url });

describe('attack 46: sockets of clients that do not say who they are', () => {
  it('are dropped when much is sent on them, be it one frame that does not end', async () => {
    clinic = await startClinic({ liveLimits: { handshakeMs: 60_000 } });
    const raw = await upgradeByHand(clinic.url, {
      ...ofPage(),
      'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    });
    raw.socket.write(frameOf({ opcode: 1, length: 500_000, payload: Buffer.alloc(100_000) }));
    expect(await raw.ended()).toBe(1009);
    await until('it is closed', () => raw.isClosed(), { patienceMs: 5_000 });
    // Who sent a token with the request may send as much as in any other frame.
    const known = await openRaw(clinic.url, {
      headers: { authorization: `Bearer ${await tokenFor(research)}` },
    });
    await known.init({ filler: 'x'.repeat(400_000) });
    known.close();
  });

  it('are dropped in time also where their clients do not agree to the end', async () => {
    clinic = await startClinic({ liveLimits: { handshakeMs: 500 } });
    const raw = await upgradeByHand(clinic.url, {
      ...ofPage(),
      'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    });
    expect(await raw.ended()).toBe(4408);
    await until('it is closed', () => raw.isClosed(), { patienceMs: 5_000 });
  });

  it('are so many and no more, and those of others are opened', async () => {
    clinic = await startClinic({ liveLimits: { unidentifiedSockets: 2, handshakeMs: 3_000 } });
    const authorization = `Bearer ${await tokenFor(research)}`;
    const [first] = [
      await openRaw(clinic.url, { headers: ofPage() }),
      await openRaw(clinic.url, { headers: ofPage() }),
    ];
    const third = openRaw(clinic.url, { headers: ofPage() });
    await expect(third).rejects.toThrow(RefusedUpgrade);
    await expect(third).rejects.toMatchObject({ response: { status: 503 } });
    const known = await openRaw(clinic.url, { headers: { authorization } });
    await known.init();
    // Once it is known who one of them is, there is room.
    await first.init({ authorization });
    const again = await openRaw(clinic.url, { headers: ofPage() });
    await again.init({ authorization });
    for (const raw of [first, known, again]) raw.close();
  });
});
