import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { issueToken } from '../../../src/policy/identity/issueToken.ts';
import { launchChromium } from '../../support/chromium.ts';
import { approved, canceled, handedOver, placed } from '../../support/live/appendEvent.ts';
import { startLiveRetailer, type LiveRetailer } from '../../support/live/startLiveRetailer.ts';
import { startConcordat, type Running } from '../../support/runConcordat.ts';
import { until } from '../../support/until.ts';

const built = join(packageRoot(), 'dist/examples/live');
const types: Readonly<Record<string, string>> = { '/index.html': 'text/html', '/main.js': 'text/javascript' };
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const [issuer, audience] = ['https://issuer.test', 'concordat-test'];

const warehouse = { consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] };
const support = { consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] };

const tokenFor = (expiresIn: number, person = warehouse): Promise<string> =>
  issueToken({ ...person, expiresIn }, { issuer, audience, key: privateKey, algorithm: 'EdDSA' });

/** Serves the page at an origin of its own, as its operator would. */
async function servePage(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const type = types[path];
    if (type === undefined) {
      response.writeHead(404).end();
      return;
    }
    void readFile(join(built, path)).then((content) => response.setHeader('content-type', type).end(content));
  });
  return { server, origin: await listening(server) };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '');
    });
  });
}

/** A port that nobody has, for gateways that come and go. */
async function freePort(): Promise<string> {
  const server = createServer();
  const { port } = new URL(await listening(server));
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the page of docs/examples/live', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  let retailer: LiveRetailer;
  let gateway: Running;
  let port: string;
  let page: Page;
  /** All that came over the page's sockets. */
  let frames: string[];

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [join(packageRoot(), 'docs/examples/live/build.ts')]);
    browser = await launchChromium();
    ({ server, origin } = await servePage());
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  beforeEach(async () => {
    retailer = await startLiveRetailer('EMBEDDED');
    port = await freePort();
    gateway = await startGateway();
    frames = [];
    page = await browser.newPage();
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
    });
  }, 120_000);
  afterEach(async () => {
    await page.close();
    await gateway.stop('SIGKILL');
    await retailer.close();
  });

  /** `concordat serve`, a process of its own. */
  async function startGateway(): Promise<Running> {
    const started = startConcordat(
      ['serve', '--port', port, '--host', '127.0.0.1', '--allowed-origins', origin],
      {
        DATABASE_URL: retailer.connectionString,
        CONCORDAT_MASK_KEY: 'a mask key of the tests, and long enough',
        CONCORDAT_JWT_ISSUER: issuer,
        CONCORDAT_JWT_AUDIENCE: audience,
        CONCORDAT_JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    );
    await started.waitFor('"msg":"serving"');
    return started;
  }

  async function follow(token: string): Promise<void> {
    await page.goto(`${origin}/index.html`);
    await page.getByLabel('Gateway').fill(`http://127.0.0.1:${port}/graphql`);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Follow' }).click();
    await until('the page follows', async () => (await stateOf()) === 'FOLLOWING', { explain });
  }

  const problemOf = (): Promise<string> => page.locator('#problem').innerText();
  const stateOf = (): Promise<string> => page.locator('#state').innerText();
  const shown = async (): Promise<readonly string[]> => page.locator('#rows tr').allTextContents();
  const explain = async (): Promise<string> =>
    `${await stateOf()} ${await problemOf()} ${gateway.output().slice(-2_000)}`;

  /** What a query answers, as the page shows it. */
  async function answered(): Promise<readonly string[]> {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(60)}` },
      body: JSON.stringify({
        query:
          '{ fulfillmentOrderReadyV1List(first: 500) { nodes { orderId itemCount destinationState shipBy } } }',
      }),
    });
    const text = await response.text();
    const rows = Array.from(text.matchAll(/\{"orderId":[^}]*\}/g), ([row]) => {
      const values: unknown = JSON.parse(row);
      return Object.values(values ?? {})
        .map((value) => String(value ?? ''))
        .join('');
    });
    return rows.sort();
  }

  /** Key and revision of every change that the page was told of. */
  const told = (): readonly string[] =>
    frames
      .flatMap((frame) => [
        ...frame.matchAll(/"kind":"(?:UPSERT|DELETE)","key":\{"orderId":"(\w+)"\}.*?"revision":"(\d+)"/g),
      ])
      .map(([, key, revision]) => `${key}:${revision}`)
      .sort();

  async function made(): Promise<readonly string[]> {
    const rows = await retailer.database.query<{ readonly change: string }>({
      text: `select (key ->> 0) || ':' || revision as change from contract.change
             where contract = 'fulfillment_order_ready@1'`,
    });
    return rows.map(({ change }) => change).sort();
  }

  it('shows what a query answers and is told of every change once, while its gateway is killed and comes back', async () => {
    await follow(await tokenFor(3_600));
    await retailer.arrive(placed('a1'), approved('a1'), placed('a2', { state: 'SP' }), approved('a2'));
    await until('the orders are shown', async () => (await shown()).length === 2, { explain });
    for (const round of ['r1', 'r2', 'r3']) {
      await gateway.stop('SIGKILL');
      await retailer.arrive(
        placed(`${round}x`),
        approved(`${round}x`),
        placed(`${round}y`),
        approved(`${round}y`),
      );
      await retailer.arrive(handedOver(`${round}x`));
      gateway = await startGateway();
      await retailer.arrive(placed(`${round}z`), approved(`${round}z`), canceled(`${round}y`));
    }
    await until(
      'the page shows what a query answers',
      async () => JSON.stringify(await shown()) === JSON.stringify(await answered()),
      { explain: async () => JSON.stringify([await shown(), await answered(), await explain()]) },
    );
    expect((await shown()).length).toBe(5);
    // It began with no row: whatever has a change since was to be told, and nothing was told twice.
    await until('all was told', async () => told().length >= (await made()).length, { explain });
    expect(told()).toEqual(await made());
    expect(frames.filter((frame) => frame.includes('SNAPSHOT_COMPLETE')).length).toBe(1);
  }, 240_000);

  it('goes on with a fresh token when its token expires, without a second snapshot', async () => {
    await follow(await tokenFor(15));
    await retailer.arrive(placed('a1'), approved('a1'));
    await page.getByLabel('Token').fill(await tokenFor(3_600));
    await until('the token has expired', () => frames.some((frame) => frame.includes('TOKEN_EXPIRED')));
    await retailer.arrive(handedOver('a1'), placed('a2'), approved('a2'));
    await until('all was told', () => told().length === 3, { explain });
    await until('the page shows it', async () => (await shown()).join('').startsWith('a2'), { explain });
    expect(await shown()).toEqual(await answered());
    expect(frames.filter((frame) => frame.includes('SNAPSHOT_COMPLETE')).length).toBe(1);
  }, 120_000);

  it('says in words that its gateway is away, and that it has gone on when the gateway is back, though nothing has changed', async () => {
    await follow(await tokenFor(3_600));
    await retailer.arrive(placed('a1'), approved('a1'));
    await until('the order is shown', async () => (await shown()).length === 1, { explain });
    expect(await stateOf()).toBe('FOLLOWING');
    await gateway.stop('SIGKILL');
    await until('it says so', async () => (await problemOf()).includes('cannot be reached'), { explain });
    expect(await stateOf()).toBe('WAITING');
    expect((await shown()).length).toBe(1);
    gateway = await startGateway();
    await until('it has gone on', async () => (await stateOf()) === 'RESUMED', { explain });
    expect(await problemOf()).toBe('');
    await retailer.arrive(placed('a2'), approved('a2'));
    await until('it follows', async () => (await shown()).length === 2, { explain });
    expect(await stateOf()).toBe('FOLLOWING');
  }, 120_000);

  it('shows nobody the rows of the caller before', async () => {
    await follow(await tokenFor(3_600));
    await retailer.arrive(placed('a1'), approved('a1'));
    await until('the order is shown', async () => (await shown()).length === 1, { explain });
    await page.getByLabel('Token').fill(await tokenFor(3_600, support));
    await page.getByRole('button', { name: 'Follow' }).click();
    expect(await shown()).toEqual([]);
    await until('it has ended', async () => (await stateOf()) === 'ENDED', { explain });
    expect(await problemOf()).toContain('GRAPHQL_VALIDATION_FAILED');

    // Nor where the token is another one when the socket is opened anew.
    await follow(await tokenFor(3_600));
    await until('the order is shown', async () => (await shown()).length === 1, { explain });
    await page.getByLabel('Token').fill(await tokenFor(3_600, support));
    await gateway.stop('SIGKILL');
    gateway = await startGateway();
    await until('it has ended', async () => (await stateOf()) === 'ENDED', { explain });
    expect(await shown()).toEqual([]);
  }, 120_000);
});
