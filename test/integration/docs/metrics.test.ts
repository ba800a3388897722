import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { observeGateway } from '../../../src/cli/gateway/observeGateway.ts';
import { observePipeline } from '../../../src/cli/pipeline/observePipeline.ts';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import { createRegistry } from '../../../src/server/metrics/createRegistry.ts';
import { measureStatements } from '../../../src/server/metrics/measureStatements.ts';
import { createDatabase } from '../../../src/storage/createDatabase.ts';
import { project } from '../../support/claimsPipeline.ts';

const database = createDatabase({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing' });
afterAll(() => database.close());

it('docs/operations.md lists every metric, and none that there is not', async () => {
  const registries = [createRegistry(), createRegistry()] as const;
  const logger = createLogger({ level: 'silent' });
  observePipeline({ project, database, logger, registry: registries[0], isClosing: () => false });
  observeGateway({ project, database, logger, registry: registries[1] });
  measureStatements(registries[0]);
  const names = registries
    .flatMap((registry) => registry.getMetricsAsArray().map(({ name }) => name))
    .filter((name) => !/^(process|nodejs)_/.test(name));
  const text = await readFile(join(packageRoot(), 'docs', 'operations.md'), 'utf8');
  const [section = ''] = /^## Metrics$[\s\S]*?(?=^## )/m.exec(text) ?? [];
  const told = Array.from(section.matchAll(/\b(?:concordat|messaging|db|http)_[a-z_]+\b/g), ([name]) => name);
  expect([...new Set(told)].sort()).toEqual([...new Set(names)].sort());
});
