import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayKeys } from '../../src/cli/gateway/gatewayKeys.ts';
import { loadProject } from '../../src/cli/loadProject.ts';
import { migrationsDirectory } from '../../src/cli/migrationsDirectory.ts';
import { openDatabase } from '../../src/cli/openDatabase.ts';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { createAuthenticator } from '../../src/policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentMaskKey,
  developmentPublicKey,
} from '../../src/policy/identity/developmentIdentity.ts';
import { createGateway } from '../../src/server/createGateway.ts';
import type { LiveSource } from '../../src/server/live/LiveHub.ts';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { BenchServer } from './BenchServer.ts';
import { createMemoryFeed } from './memoryFeed.ts';

/** The gateway itself, on a feed in memory unless another source is given. */
export async function startGateway(source?: LiveSource): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const project = await loadProject(packageRoot());
  const { database, close } = await openDatabase(
    { project: packageRoot(), dataDir, makes: true },
    { stderr: process.stderr },
  );
  await migrate(database, { migrationsDir: migrationsDirectory(), project });
  const feed = createMemoryFeed();
  const gateway = createGateway({
    ...{ project, database, ...gatewayKeys(developmentMaskKey) },
    authenticator: createAuthenticator({
      publicKey: developmentPublicKey,
      issuer: developmentIssuer,
      audience: developmentAudience,
    }),
    logger: createLogger({ level: 'warn' }),
    live: source ?? { feedOf: () => feed, placeOf: () => 'memory' },
    liveLimits: { socketsPerConsumer: 50_000, waitingBytes: 256 * 1024 * 1024, idleMs: 3_600_000 },
  });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  return {
    name: 'Concordat',
    url: `${url.replace('http', 'ws')}/graphql`,
    send: (events) => {
      feed.append(events.map((event) => event.feed));
    },
    close: async () => {
      await gateway.close({ deadlineMs: 1_000 });
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
