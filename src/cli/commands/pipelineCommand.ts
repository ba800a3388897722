import { Command } from '@commander-js/extra-typings';
import { rebuild } from '../../pipeline/rebuild/rebuild.ts';
import { underivedContracts } from '../../pipeline/run/underivedContracts.ts';
import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createDatabase } from '../../storage/createDatabase.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertMaskKey } from '../gateway/assertMaskKey.ts';
import { addKafkaOptions } from '../kafka/addKafkaOptions.ts';
import { kafkaProblems } from '../kafka/kafkaProblems.ts';
import { kafkaSettings } from '../kafka/kafkaSettings.ts';
import { loadProject } from '../loadProject.ts';
import {
  batchSizeOption,
  databaseUrlOption,
  leaseSecondsOption,
  logLevelOption,
  maskKeyOption,
  projectOption,
} from '../options/options.ts';
import { startPipeline, type RunningPipeline } from '../pipeline/startPipeline.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat pipeline`: source topics → raw → serving tables → contract topics, for production; several processes share the work. */
export function pipelineCommand(context: CliContext) {
  const command = addKafkaOptions(
    new Command('pipeline')
      .description(
        'bring source events in, derive from them, and publish what changed, continuously; several processes share the work',
      )
      .addOption(projectOption())
      .addOption(databaseUrlOption('PostgreSQL that holds raw and the serving tables').makeOptionMandatory())
      .addOption(maskKeyOption().makeOptionMandatory()),
    'nothing is read from topics, and the embedded feed takes the changes,',
  )
    .addOption(batchSizeOption())
    .addOption(leaseSecondsOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const maskKeys = deriveMaskKeys(options.maskKey);
      const logger = createLogger({ level: options.logLevel });
      const database = createDatabase({
        connectionString: options.databaseUrl,
        applicationName: 'concordat pipeline',
      });
      const kafka = kafkaSettings(options, logger);
      let pipeline: RunningPipeline | undefined = undefined;
      context.onStop(async () => {
        await pipeline?.stop();
        await database.close();
        if (pipeline !== undefined) logger.info('stopped');
      });
      await assertCurrent(database, project);
      await assertMaskKey(database, project, maskKeys);
      const underived = await underivedContracts(database, project);
      if (underived.length > 0) {
        logger.info({ contracts: underived }, 'rebuilding, as these were never derived as they are declared');
        await rebuild(database, project, { maskKeys });
      }
      logger.info(
        { products: project.products.map(({ name }) => name), kafka: kafka?.brokers ?? null },
        'deriving',
      );
      pipeline = startPipeline({
        ...{ database, project, maskKeys, kafka, logger },
        batchSize: options.batchSize,
        leaseMs: options.leaseSeconds * 1_000,
      });
    });
  return listProblems(command, kafkaProblems);
}
