import { Command } from '@commander-js/extra-typings';
import { deriveMaskKeys } from '../../policy/masks/deriveMaskKeys.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createRegistry } from '../../server/metrics/createRegistry.ts';
import { measureStatements } from '../../server/metrics/measureStatements.ts';
import { createDatabase } from '../../storage/createDatabase.ts';
import type { CliContext } from '../CliContext.ts';
import { addKafkaOptions } from '../kafka/addKafkaOptions.ts';
import { kafkaProblems } from '../kafka/kafkaProblems.ts';
import { kafkaSettings } from '../kafka/kafkaSettings.ts';
import { takeOverTopicsOption } from '../kafka/topicOptions.ts';
import { loadProject } from '../loadProject.ts';
import {
  batchSizeOption,
  databaseUrlOption,
  hostOption,
  leaseSecondsOption,
  logLevelOption,
  maskKeyOption,
  portOption,
  projectOption,
  stallAfterOption,
} from '../options/options.ts';
import { observePipeline } from '../pipeline/observePipeline.ts';
import { preparePipeline } from '../pipeline/preparePipeline.ts';
import { startPipeline, type RunningPipeline } from '../pipeline/startPipeline.ts';
import { otlpEndpointOption, otlpTracesEndpointOption } from '../tracing/tracingOptions.ts';
import { traceProcess } from '../tracing/traceProcess.ts';
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
    .addOption(takeOverTopicsOption())
    .addOption(batchSizeOption())
    .addOption(leaseSecondsOption())
    .addOption(portOption(4001, 'port of /livez, /readyz and /metrics, for operators: it asks for no token'))
    .addOption(hostOption('0.0.0.0'))
    .addOption(stallAfterOption())
    .addOption(otlpEndpointOption())
    .addOption(otlpTracesEndpointOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const maskKeys = deriveMaskKeys(options.maskKey);
      const logger = createLogger({ level: options.logLevel });
      traceProcess(context, options, { service: 'concordat-pipeline', logger });
      const registry = createRegistry();
      const database = createDatabase({
        connectionString: options.databaseUrl,
        applicationName: 'concordat pipeline',
        onStatement: measureStatements(registry),
      });
      const kafka = kafkaSettings(options, logger);
      let preparing: Promise<void> | undefined = undefined;
      let pipeline: RunningPipeline | undefined = undefined;
      const closing = new AbortController();
      const leaseMs = options.leaseSeconds * 1_000;
      const observed = observePipeline({
        ...{ project, database, registry, logger, leaseMs },
        stallMs: options.stallAfter === undefined ? undefined : options.stallAfter * 1_000,
        isClosing: () => closing.signal.aborted,
      });
      context.onStop(async () => {
        closing.abort();
        // Its rebuild is cancelled on the server before the connections are closed.
        await preparing?.catch(() => undefined);
        await pipeline?.stop();
        await observed.close();
        await database.close();
        if (pipeline !== undefined) logger.info('stopped');
      });
      // Before the database is asked: whoever watches the process is to see that it waits for it.
      const address = await observed.listen(options);
      logger.info({ address }, 'listening');
      preparing = preparePipeline({ ...{ database, project, maskKeys, logger }, signal: closing.signal });
      await preparing;
      logger.info(
        { products: project.products.map(({ name }) => name), kafka: kafka?.brokers ?? null, address },
        'deriving',
      );
      pipeline = startPipeline({
        ...{ database, project, maskKeys, kafka, logger },
        takesOver: options.takeOverTopics,
        ...{ batchSize: options.batchSize, leaseMs, observers: [observed.observer] },
      });
    });
  return listProblems(command, kafkaProblems);
}
