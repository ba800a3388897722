import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import { runDeriver } from '../../pipeline/derive/runDeriver.ts';
import { rebuild } from '../../pipeline/rebuild/rebuild.ts';
import { underivedContracts } from '../../pipeline/run/underivedContracts.ts';
import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createDatabase } from '../../storage/createDatabase.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertMaskKey } from '../gateway/assertMaskKey.ts';
import { loadProject } from '../loadProject.ts';
import { databaseUrlOption, logLevelOption, maskKeyOption, projectOption } from '../options/options.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat pipeline`: derives what arrives, for production; several processes share the work. */
export function pipelineCommand(context: CliContext) {
  const command = new Command('pipeline')
    .description('derive continuously what arrives in raw; several processes share the work')
    .addOption(projectOption())
    .addOption(databaseUrlOption('PostgreSQL that holds raw and the serving tables').makeOptionMandatory())
    .addOption(maskKeyOption().makeOptionMandatory())
    .addOption(logLevelOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const maskKeys = deriveMaskKeys(options.maskKey);
      const logger = createLogger({ level: options.logLevel });
      const database = createDatabase({
        connectionString: options.databaseUrl,
        applicationName: 'concordat pipeline',
      });
      const stop = new AbortController();
      let deriving = Promise.resolve();
      let isDeriving = false;
      context.onStop(async () => {
        stop.abort();
        await deriving;
        await database.close();
        if (isDeriving) logger.info('stopped');
      });
      await assertCurrent(database, project);
      await assertMaskKey(database, project, maskKeys);
      const underived = await underivedContracts(database, project);
      if (underived.length > 0) {
        logger.info({ contracts: underived }, 'rebuilding, as these were never derived as they are declared');
        await rebuild(database, project, { maskKeys });
      }
      logger.info({ products: project.products.map(({ name }) => name) }, 'deriving');
      isDeriving = true;
      deriving = runDeriver({
        ...{ database, project, maskKeys, signal: stop.signal },
        holder: `${hostname()}:${process.pid}:${randomUUID()}`,
        onBatch: ({ shard, durationMs, result: { events, products, contracts } }) => {
          logger.debug({ shard, durationMs, events, products, contracts }, 'derived');
        },
        onFailure: (error, retryInMs) => {
          logger.error({ err: error, retryInMs }, 'a batch failed and is tried again');
        },
      });
    });
  return listProblems(command);
}
