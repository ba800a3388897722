import { Command } from '@commander-js/extra-typings';
import { createAuthenticator } from '../../policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentMaskKey,
  developmentPublicKey,
} from '../../policy/identity/developmentIdentity.ts';
import { issueDevelopmentToken } from '../../policy/identity/issueDevelopmentToken.ts';
import { makeTopics } from '../../pipeline/topics/makeTopics.ts';
import { servedContracts } from '../../policy/servedContracts.ts';
import { createGateway } from '../../server/createGateway.ts';
import { createIdentify } from '../../server/createIdentify.ts';
import type { DevelopmentTokenRequest } from '../../server/development/Development.ts';
import { developmentCallers } from '../../server/development/developmentCallers.ts';
import { findClaimExample } from '../../server/development/findClaimExample.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createGatewayMetrics } from '../../server/metrics/createGatewayMetrics.ts';
import { createRegistry } from '../../server/metrics/createRegistry.ts';
import { migrate } from '../../storage/migrate.ts';
import type { CliContext } from '../CliContext.ts';
import { deriveAtStart } from '../dev/deriveAtStart.ts';
import { exampleRequest } from '../dev/exampleRequest.ts';
import { fillDatabase } from '../dev/fillDatabase.ts';
import { findEventFiles } from '../dev/findEventFiles.ts';
import { parkedByProduct } from '../dev/parkedByProduct.ts';
import { printWelcome } from '../dev/printWelcome.ts';
import { gatewayKeys } from '../gateway/gatewayKeys.ts';
import { listen } from '../gateway/listen.ts';
import { openLive } from '../gateway/openLive.ts';
import { metricsPortWays } from '../gateway/metricsPortWays.ts';
import { shutdownDeadlineMs } from '../gateway/shutdownDeadlineMs.ts';
import { addKafkaOptions } from '../kafka/addKafkaOptions.ts';
import { kafkaProblems } from '../kafka/kafkaProblems.ts';
import { kafkaSettings } from '../kafka/kafkaSettings.ts';
import { takeOverTopicsOption } from '../kafka/topicOptions.ts';
import { withTopicAdmin } from '../kafka/withTopicAdmin.ts';
import { loadProject } from '../loadProject.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { openUntilStop } from '../openDatabase.ts';
import {
  allowedOriginsOption,
  dataDirOption,
  databaseUrlOption,
  eventsOption,
  hostOption,
  liveLimitsOption,
  logLevelOption,
  maskKeyOption,
  metricsPortOption,
  portOption,
  projectOption,
  regionOption,
} from '../options/options.ts';
import { observePipeline } from '../pipeline/observePipeline.ts';
import { startPipeline } from '../pipeline/startPipeline.ts';
import { otlpEndpointOption, otlpTracesEndpointOption } from '../tracing/tracingOptions.ts';
import { traceProcess } from '../tracing/traceProcess.ts';
import { listProblems } from '../settings/listProblems.ts';
import { projectProblems } from '../settings/projectProblems.ts';

const tokenSeconds = 12 * 3_600;

/** `concordat dev`: everything on one machine, with embedded defaults and development tokens. */
export function devCommand(context: CliContext) {
  const command = addKafkaOptions(
    new Command('dev').description(
      'run everything for development: embedded PostgreSQL, the sample, the pipeline, the gateway, a token to paste',
    ),
    'no source topics are read, and the embedded feed takes the changes,',
  )
    .addOption(projectOption())
    .addOption(
      eventsOption(
        'load the logs <topic>.ndjson(.gz) of this folder instead of the sample, which is not loaded with Kafka',
      ),
    )
    .addOption(takeOverTopicsOption())
    .addOption(portOption())
    .addOption(hostOption('127.0.0.1'))
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(maskKeyOption().default(developmentMaskKey, 'a publicly known one'))
    .addOption(regionOption())
    .addOption(allowedOriginsOption())
    .addOption(liveLimitsOption())
    .addOption(metricsPortOption())
    .addOption(otlpEndpointOption())
    .addOption(otlpTracesEndpointOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const events = options.events === undefined ? undefined : await findEventFiles(project, options.events);
      const keys = gatewayKeys(options.maskKey);
      const logger = createLogger({ level: options.logLevel });
      const kafka = kafkaSettings(options, logger);
      traceProcess(context, options, { service: 'concordat-dev', logger });
      const open = await openUntilStop({ ...options, makes: true }, context);
      const { database, connectionString } = open;

      await open.naming(async () => {
        await migrate(database, { migrationsDir: migrationsDirectory(), project });
        await withTopicAdmin(options, (admin) => makeTopics(admin, project));
        // What topics bring is not mixed with what is invented.
        if (kafka === undefined || events !== undefined) {
          await fillDatabase(database, {
            directory: options.project,
            project,
            events,
            isSampleDatabase: options.databaseUrl === undefined,
            stderr: context.stderr,
          });
        }
      });
      await deriveAtStart(database, {
        ...{ project, maskKeys: keys.maskKeys, stderr: context.stderr },
        isFollowing: kafka !== undefined,
      });

      const now = () => new Date();
      const { region: deploymentRegion } = options;
      const authenticator = createAuthenticator({
        publicKey: developmentPublicKey,
        issuer: developmentIssuer,
        audience: developmentAudience,
      });
      const issueToken = (request: DevelopmentTokenRequest) =>
        issueDevelopmentToken({ ...request, expiresIn: tokenSeconds });
      const registry = createRegistry();
      const observed = observePipeline({
        ...{ project, database, registry, logger },
        isClosing: () => context.isStopping(),
      });
      const live = openLive({ kafka, database, connectionString });
      const gateway = createGateway({
        project,
        database,
        authenticator,
        ...keys,
        deploymentRegion,
        live: live.source,
        allowedOrigins: options.allowedOrigins,
        liveLimits: options.liveLimits,
        logger,
        now,
        obstacle: observed.health.obstacle,
        metrics: createGatewayMetrics(registry, project),
        development: { issueToken },
      });
      const pipeline = startPipeline({
        ...{ database, project, kafka, logger, maskKeys: keys.maskKeys },
        takesOver: options.takeOverTopics,
        observers: [observed.observer],
      });
      // Registered after the database, and so stopped before it.
      context.onStop(() => live.close());
      context.onStop(() => pipeline.stop());
      context.onStop(() => gateway.close({ deadlineMs: shutdownDeadlineMs }));
      context.onStop(() => observed.close());
      const address = await listen(gateway, options);
      if (options.metricsPort !== undefined) {
        await observed.listen({ host: options.host, port: options.metricsPort }, metricsPortWays);
      }

      const identify = createIdentify({ project, authenticator, deploymentRegion, now });
      printWelcome(context.stdout, {
        contracts: servedContracts(project, { deploymentRegion, now: now() }),
        address,
        connectionString,
        parked: await parkedByProduct(database, project),
        example: await exampleRequest({
          callers: await developmentCallers(project, now(), findClaimExample(database)),
          issueToken,
          profileOf: async (token) => (await identify(`Bearer ${token}`, undefined)).profile,
        }),
      });
    });
  return listProblems(command, async (settings) => [
    ...kafkaProblems(settings),
    ...(await projectProblems(settings)),
  ]);
}
