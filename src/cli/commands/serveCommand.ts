import { Command } from '@commander-js/extra-typings';
import { createAuthenticator, type KeySource } from '../../policy/identity/createAuthenticator.ts';
import { servedContracts } from '../../policy/servedContracts.ts';
import { createGateway } from '../../server/createGateway.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createRegistry } from '../../server/metrics/createRegistry.ts';
import { measureStatements } from '../../server/metrics/measureStatements.ts';
import { createDatabase } from '../../storage/createDatabase.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertMaskKey } from '../gateway/assertMaskKey.ts';
import { gatewayKeys } from '../gateway/gatewayKeys.ts';
import { observeGateway } from '../gateway/observeGateway.ts';
import { listen } from '../gateway/listen.ts';
import { openLive } from '../gateway/openLive.ts';
import { reloadProject } from '../gateway/reloadProject.ts';
import { shutdownDeadlineMs } from '../gateway/shutdownDeadlineMs.ts';
import { addKafkaOptions } from '../kafka/addKafkaOptions.ts';
import { kafkaProblems } from '../kafka/kafkaProblems.ts';
import { kafkaSettings } from '../kafka/kafkaSettings.ts';
import { loadProject } from '../loadProject.ts';
import {
  allowedOriginsOption,
  databaseUrlOption,
  hostOption,
  jwksUrlOption,
  jwtAudienceOption,
  jwtIssuerOption,
  jwtPublicKeyOption,
  liveLimitsOption,
  logLevelOption,
  maskKeyOption,
  metricsPortOption,
  portOption,
  projectOption,
  regionOption,
} from '../options/options.ts';
import { identityProblems } from '../settings/identityProblems.ts';
import { otlpEndpointOption, otlpTracesEndpointOption } from '../tracing/tracingOptions.ts';
import { traceProcess } from '../tracing/traceProcess.ts';
import { listProblems } from '../settings/listProblems.ts';
import { projectProblems } from '../settings/projectProblems.ts';

/** `concordat serve`: the gateway alone, for production. */
export function serveCommand(context: CliContext) {
  const command = addKafkaOptions(
    new Command('serve').description(
      'run the gateway in production; needs a migrated database and your own identity provider',
    ),
    'subscriptions follow the embedded feed in the database',
  )
    .addOption(projectOption())
    .addOption(portOption())
    .addOption(hostOption('0.0.0.0'))
    .addOption(databaseUrlOption('PostgreSQL that holds the serving tables').makeOptionMandatory())
    .addOption(jwksUrlOption())
    .addOption(jwtPublicKeyOption())
    .addOption(jwtIssuerOption().makeOptionMandatory())
    .addOption(jwtAudienceOption().makeOptionMandatory())
    .addOption(maskKeyOption().makeOptionMandatory())
    .addOption(regionOption())
    .addOption(allowedOriginsOption())
    .addOption(liveLimitsOption())
    .addOption(metricsPortOption())
    .addOption(otlpEndpointOption())
    .addOption(otlpTracesEndpointOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const { jwtIssuer: issuer, jwtAudience: audience, maskKey } = options;
      const project = await loadProject(options.project);
      const authenticator = createAuthenticator({ issuer, audience, ...keySource(options) });
      const keys = gatewayKeys(maskKey);
      const logger = createLogger({ level: options.logLevel });
      traceProcess(context, options, { service: 'concordat-gateway', logger });
      const registry = options.metricsPort === undefined ? undefined : createRegistry();
      const database = createDatabase({
        connectionString: options.databaseUrl,
        ...(registry && { onStatement: measureStatements(registry) }),
      });
      const live = openLive({
        kafka: kafkaSettings(options, logger),
        ...{ database, connectionString: options.databaseUrl },
      });
      const observed = registry && observeGateway({ project, database, registry, logger });
      const gateway = createGateway({
        project,
        database,
        authenticator,
        ...keys,
        deploymentRegion: options.region,
        live: live.source,
        allowedOrigins: options.allowedOrigins,
        liveLimits: options.liveLimits,
        logger,
        metrics: observed?.metrics,
      });
      let isServing = false;
      context.onStop(async () => {
        if (isServing) logger.info('stopping');
        await gateway.close({ deadlineMs: shutdownDeadlineMs });
        await live.close();
        await observed?.close();
        await database.close();
        if (isServing) logger.info('stopped');
      });
      await assertCurrent(database, project);
      await assertMaskKey(database, project, keys.maskKeys);
      const address = await listen(gateway, options);
      const metricsAddress = await observed?.listen(
        { host: options.host, port: options.metricsPort ?? 0 },
        gateway.health,
      );
      isServing = true;
      context.onReload(() =>
        reloadProject({
          ...{ directory: options.project, database, maskKeys: keys.maskKeys, logger },
          serve: (next) => {
            gateway.replaceProject(next);
            observed?.replaceProject(next);
          },
        }),
      );
      const contracts = servedContracts(project, { deploymentRegion: options.region, now: new Date() });
      logger.info(
        {
          address,
          ...(metricsAddress !== undefined && { metricsAddress }),
          contracts: contracts.served.map(({ id }) => id),
          notServed: contracts.notServed.map(({ contract: { id }, reason }) => ({ contract: id, reason })),
        },
        'serving',
      );
    });
  return listProblems(command, async (settings) => [
    ...identityProblems(settings),
    ...kafkaProblems(settings),
    ...(await projectProblems(settings)),
  ]);
}

function keySource(settings: {
  readonly jwksUrl?: string | undefined;
  readonly jwtPublicKey?: string | undefined;
}): KeySource {
  const { jwksUrl, jwtPublicKey: publicKey = '' } = settings;
  return jwksUrl === undefined ? { publicKey } : { jwksUrl };
}
