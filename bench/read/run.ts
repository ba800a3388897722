/**
 * `npm run bench:read`: one row by key and a list of fifty through the gateway, beside a bare server on node:http and pg
 * that sends the same columns of the same rows, in one run. Ratios travel to other machines, absolutes don't.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { fillDatabase } from '../../src/cli/dev/fillDatabase.ts';
import { gatewayKeys } from '../../src/cli/gateway/gatewayKeys.ts';
import { loadProject } from '../../src/cli/loadProject.ts';
import { migrationsDirectory } from '../../src/cli/migrationsDirectory.ts';
import { openDatabase } from '../../src/cli/openDatabase.ts';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { rebuild } from '../../src/pipeline/rebuild/rebuild.ts';
import { createAuthenticator } from '../../src/policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentMaskKey,
  developmentPublicKey,
} from '../../src/policy/identity/developmentIdentity.ts';
import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { createGateway } from '../../src/server/createGateway.ts';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { compareRounds } from '../measure/compareRounds.ts';

const table = 'contract.customer_order_timeline_v1';
const columns = [
  'order_id',
  'buyer_id',
  'destination_city',
  'destination_postal_prefix',
  'promised_by',
  'current_step',
];
const fields = 'orderId buyerId destinationCity destinationPostalPrefix promisedBy currentStep';
const rowShape = z.object({ order_id: z.string() });

async function listen(pool: pg.Pool): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer((incoming, outgoing) => {
    const id = new URL(incoming.url ?? '/', 'http://bench').searchParams.get('id');
    const query =
      id === null
        ? { name: 'list', text: `select ${columns.join(', ')} from ${table} order by order_id limit 50` }
        : {
            name: 'key',
            text: `select ${columns.join(', ')} from ${table} where order_id = $1`,
            values: [id],
          };
    void pool.query(query).then(({ rows }) => {
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The bare server does not listen on a port.');
  return { address: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const project = await loadProject(packageRoot());
  const { database, connectionString, close } = await openDatabase(
    { dataDir: folder, project: packageRoot(), makes: true },
    { stderr: process.stderr },
  );
  const keys = gatewayKeys(developmentMaskKey);
  await migrate(database, { migrationsDir: migrationsDirectory(), project });
  await fillDatabase(database, {
    directory: packageRoot(),
    project,
    isSampleDatabase: true,
    stderr: process.stderr,
  });
  await rebuild(database, project, keys);
  const gateway = createGateway({
    project,
    database,
    ...keys,
    authenticator: createAuthenticator({
      publicKey: developmentPublicKey,
      issuer: developmentIssuer,
      audience: developmentAudience,
    }),
    logger: createLogger({ level: 'silent' }),
  });
  const address = await gateway.listen({ port: 0, host: '127.0.0.1' });
  const pool = new pg.Pool({ connectionString, max: 10 });
  const bare = await listen(pool);
  const agent = new Agent({ connections: 32 });

  try {
    const ids = (await pool.query(`select order_id from ${table} limit 200`)).rows.map(
      (row) => rowShape.parse(row).order_id,
    );
    const token = await issueDevelopmentToken({ consumer: 'fraud-desk', purposes: ['FRAUD_INVESTIGATION'] });
    let next = 0;
    const id = () => ids[(next += 1) % ids.length] ?? '';
    const ask = async (query: string, variables: Readonly<Record<string, string>>) => {
      const { body, statusCode } = await request(`${address}/graphql`, {
        dispatcher: agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`The gateway answered ${statusCode}.`);
    };
    const fetchBare = async (path: string) => {
      await (await request(`${bare.address}${path}`, { dispatcher: agent })).body.dump();
    };
    const options = { rounds: 5, requestsPerRound: 1_500, concurrency: 32 };
    console.table(
      await compareRounds(
        [
          { name: 'by key: node:http + pg, unmasked', once: () => fetchBare(`/?id=${id()}`) },
          {
            name: 'by key: Concordat, masked, audited',
            once: () =>
              ask(`query ($id: ID!) { customerOrderTimelineV1(orderId: $id) { ${fields} } }`, { id: id() }),
          },
        ],
        options,
      ),
    );
    console.table(
      await compareRounds(
        [
          { name: '50 rows: node:http + pg, unmasked', once: () => fetchBare('/') },
          {
            name: '50 rows: Concordat, masked, audited',
            once: () => ask(`{ customerOrderTimelineV1List(first: 50) { nodes { ${fields} } } }`, {}),
          },
        ],
        { ...options, requestsPerRound: 500 },
      ),
    );
  } finally {
    await agent.close();
    bare.close();
    await gateway.close({ deadlineMs: 1_000 });
    await pool.end();
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

await bench();
