import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { tokenFor } from '../../support/clinicGateway.ts';
import { approved, handedOver, placed } from '../../support/live/appendEvent.ts';
import { forwardTo, type Forward } from '../../support/live/forwardTo.ts';
import { startLiveRetailer, type LiveRetailer } from '../../support/live/startLiveRetailer.ts';
import { readDocBlocks } from '../../support/readDocBlocks.ts';
import { until } from '../../support/until.ts';

const artifacts = join(packageRoot(), 'test', '.artifacts');
const examples = join(packageRoot(), 'docs/examples/live');

const aroundSocket = `
const token = () => process.env.TOKEN;
for await (const { data } of client.iterate({ query: process.env.QUERY, variables: { snapshot: true } }))
  console.log('told ' + data.fulfillmentOrderReadyV1.kind);
`;

/** What a reader adds to the snippet, to see what it does. */
const around = `
interface Order { readonly orderId: string }
const token = () => process.env.TOKEN;
const query = process.env.QUERY;
const show = (rows: ReadonlyMap<string, Order | null>) =>
  console.log('rows ' + [...rows.values()].map((row) => row?.orderId).sort().join());
follow().then(
  () => console.log('disposed'),
  (error) => console.log('gave up ' + error.message),
);
process.on('SIGTERM', () => client.dispose());
`;

const query = (fields: string): string =>
  `subscription ($snapshot: Boolean) { fulfillmentOrderReadyV1(snapshot: $snapshot) { ${fields} } }`;
const whole = query('kind key node { orderId } revision cursor');

describe('the clients that docs/live.md shows', () => {
  let directory: string;
  let retailer: LiveRetailer;
  let forward: Forward;
  let running: ChildProcess | undefined;
  /** Resolves when it has ended, and all that it wrote has been read. */
  let ended: Promise<unknown> = Promise.resolve();
  let output: string;

  beforeAll(async () => {
    await mkdir(artifacts, { recursive: true });
    directory = await mkdtemp(join(artifacts, 'snippet-'));
    for (const name of ['Change.ts', 'LiveTable.ts', 'whatNext.ts'])
      await copyFile(join(examples, name), join(directory, name));
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(async () => {
    retailer = await startLiveRetailer('EMBEDDED');
    forward = await forwardTo(retailer.url);
    await retailer.arrive(placed('o1'), approved('o1'));
  }, 120_000);
  afterEach(async () => {
    running?.kill('SIGKILL');
    await ended;
    await forward.close();
    await retailer.close();
  });

  /** Runs the snippet as it is but for the gateway's address. */
  async function run(document: string, over: 'HTTP' | 'WebSocket' = 'HTTP'): Promise<void> {
    const [snippet = ''] = await readDocBlocks('docs/live.md', `Over ${over}`, 'ts');
    const file = join(directory, 'follow.ts');
    const here = snippet
      .replace('https://gateway.example', forward.url)
      .replace('wss://gateway.example', forward.url.replace('http', 'ws'));
    await writeFile(file, here + (over === 'HTTP' ? around : aroundSocket));
    output = '';
    running = spawn(process.execPath, [file], {
      env: {
        TOKEN: await tokenFor({ consumer: 'warehouse-orchestrator', purposes: ['FULFILLMENT'] }),
        QUERY: document,
      },
    });
    ended = once(running, 'close');
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    running.stdout?.on('data', collect);
    running.stderr?.on('data', collect);
  }

  const says = (text: string): Promise<void> =>
    until(`it says ${text}`, () => output.trimEnd().endsWith(text), {
      patienceMs: 30_000,
      explain: () => output,
    });

  it('goes on from its cursor when its gateway shuts down, and ends when it is told to', async () => {
    await run(whole);
    await says('rows o1');
    const replica = await retailer.startReplica();
    await retailer.gateway.close({ deadlineMs: 1_000 });
    forward.cut(replica.url);
    output = '';
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await says('rows o2');
    // One change after the other: with a snapshot the last state would have come as a whole.
    expect(output).toMatch(/^rows (?:o1,o2)?$/m);
    running?.kill('SIGTERM');
    await says('disposed');
    await ended;
  }, 120_000);

  it('takes a snapshot anew when its contract has changed', async () => {
    await run(whole);
    await says('rows o1');
    const files = new Map(await readProjectFiles(packageRoot()));
    const path = 'schema/contracts/fulfillment_order_ready/v1.graphql';
    files.set(path, (files.get(path) ?? '').replace('freshness: "PT1M"', 'freshness: "PT2M"'));
    retailer.gateway.replaceProject(assertProject(files));
    await retailer.arrive(handedOver('o1'), placed('o2'), approved('o2'));
    await says('rows o2');
  }, 120_000);

  it('follows over a socket, with its token as a header', async () => {
    await run(whole, 'WebSocket');
    await says('told SNAPSHOT_COMPLETE');
    await retailer.arrive(placed('o2'), approved('o2'));
    await says('told UPSERT');
  }, 120_000);

  it('gives up, and says why, where trying again would not help', async () => {
    await run(query('kind nothing'));
    await until('it has given up', () => output.includes('gave up'), { explain: () => output });
    expect(output).toContain('GRAPHQL_VALIDATION_FAILED');
  }, 120_000);
});
