import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthenticator } from '../../../src/policy/identity/createAuthenticator.ts';
import type { KeyServerOptions } from '../../../src/policy/identity/keyServer.ts';
import {
  audience,
  forge,
  goodClaims,
  goodHeader,
  hs256,
  issuer,
  now,
  refusalOf,
  unauthenticated,
} from '../../support/forgedTokens.ts';

const first = generateKeyPairSync('ed25519');
const second = generateKeyPairSync('ed25519');

const jwk = (kid: string, key: KeyObject) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'EdDSA',
});
const token = (kid: string, key: KeyObject) =>
  forge({ ...goodHeader, kid }, goodClaims, (input) => sign(null, input, key));

/** A real key server whose answer a test sets; it counts its requests. */
let answer: { status: number; body: string; location?: string };
let requests: number;
let address: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  requests = 0;
  answer = { status: 200, body: JSON.stringify({ keys: [jwk('first', first.publicKey)] }) };
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening: AddressInfo | string | null = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('The key server has no port.');
  address = `http://127.0.0.1:${listening.port}/jwks.json`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  };
});

afterEach(async () => {
  await stop();
});

function trusting(options: KeyServerOptions) {
  const authenticate = createAuthenticator({
    issuer,
    audience,
    jwksUrl: address,
    keyServer: options,
    now: () => now,
  });
  return {
    accepts: async (bearer: string) => (await authenticate(`Bearer ${bearer}`, undefined)).consumer,
    refuses: async (bearer: string) => (await refusalOf(authenticate(`Bearer ${bearer}`, undefined))).seen,
  };
}

describe('attack 36: keys that rotate and keys that never were', () => {
  it('asks once for many tokens of a known key', async () => {
    const { accepts } = trusting({});
    const all = await Promise.all(
      Array.from({ length: 50 }, async () => await accepts(token('first', first.privateKey))),
    );
    expect(new Set(all)).toEqual(new Set(['desk']));
    expect(requests).toBe(1);
  });

  it('does not pass a flood of unknown keys on to the key server, and serves others meanwhile', async () => {
    const { accepts, refuses } = trusting({ cooldown: 60_000 });
    await accepts(token('first', first.privateKey));
    for (let round = 0; round < 200; round += 1) {
      expect(await refuses(token(`unknown-${round}`, second.privateKey))).toBe(unauthenticated);
    }
    await Promise.all(
      Array.from({ length: 200 }, async (_, one) => await refuses(token(`u-${one}`, second.privateKey))),
    );
    expect(await accepts(token('first', first.privateKey))).toBe('desk');
    expect(requests).toBe(1);
  });

  it('accepts a rotated key after the cooldown and the withdrawn one no more', async () => {
    const { accepts, refuses } = trusting({ cooldown: 50 });
    await accepts(token('first', first.privateKey));
    answer.body = JSON.stringify({ keys: [jwk('second', second.publicKey)] });
    await sleep(80);
    expect(await accepts(token('second', second.privateKey))).toBe('desk');
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
  });

  it('does not take one key for another by its id', async () => {
    const { refuses } = trusting({});
    expect(await refuses(token('first', second.privateKey))).toBe(unauthenticated);
  });

  it('takes no symmetric key from the key server', async () => {
    const secret = Buffer.from('a secret that the key server leaks');
    answer.body = JSON.stringify({ keys: [{ kty: 'oct', kid: 'first', k: secret.toString('base64url') }] });
    const { refuses } = trusting({});
    expect(await refuses(forge({ alg: 'HS256', kid: 'first' }, goodClaims, hs256(secret)))).toBe(
      unauthenticated,
    );
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
  });
});

describe('attack 37: a key server that is down', () => {
  it('lets nobody in, and is asked no more often than it may be', async () => {
    await stop();
    const { refuses } = trusting({ retryAfter: 60_000 });
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
  });

  it.each([
    ['fails', { status: 500, body: '' }],
    ['sends no JSON', { status: 200, body: '<html>' }],
    ['sends no key set', { status: 200, body: '{"keys":7}' }],
    ['sends no keys', { status: 200, body: '{"keys":[]}' }],
    ['sends elsewhere', { status: 302, body: '', location: '/elsewhere' }],
  ])('stays closed and is spared when it %s', async (_what, failing) => {
    answer = failing;
    const { refuses } = trusting({ retryAfter: 60_000, cooldown: 60_000 });
    for (let round = 0; round < 20; round += 1) {
      expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
    }
    expect(requests).toBe(1);
  });

  it('opens again once it answers', async () => {
    const good = answer;
    answer = { status: 503, body: '' };
    const { accepts, refuses } = trusting({ retryAfter: 50 });
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
    answer = good;
    await sleep(80);
    expect(await accepts(token('first', first.privateKey))).toBe('desk');
  });

  it('closes when the keys are older than they may be', async () => {
    const { accepts, refuses } = trusting({ cacheMaxAge: 50, cooldown: 10 });
    expect(await accepts(token('first', first.privateKey))).toBe('desk');
    answer = { status: 500, body: '' };
    await sleep(80);
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
  });

  it('does not wait for a server that never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const listening = silent.address();
    if (listening === null || typeof listening === 'string') throw new Error('The key server has no port.');
    address = `http://127.0.0.1:${listening.port}/`;
    const { refuses } = trusting({ timeout: 100 });
    expect(await refuses(token('first', first.privateKey))).toBe(unauthenticated);
    silent.closeAllConnections();
    silent.close();
  });
});
