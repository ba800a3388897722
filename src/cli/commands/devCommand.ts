import { Command } from '@commander-js/extra-typings';
import { createAuthenticator } from '../../policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentMaskKey,
  developmentPublicKey,
} from '../../policy/identity/developmentIdentity.ts';
import { issueDevelopmentToken } from '../../policy/identity/issueDevelopmentToken.ts';
import { createGateway } from '../../server/createGateway.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { migrate } from '../../storage/migrate.ts';
import type { CliContext } from '../CliContext.ts';
import { exampleRequest } from '../dev/exampleRequest.ts';
import { fillDatabase } from '../dev/fillDatabase.ts';
import { findEventFiles } from '../dev/findEventFiles.ts';
import { printWelcome } from '../dev/printWelcome.ts';
import { gatewayKeys } from '../gateway/gatewayKeys.ts';
import { listen } from '../gateway/listen.ts';
import { shutdownDeadlineMs } from '../gateway/shutdownDeadlineMs.ts';
import { loadProject } from '../loadProject.ts';
import { migrationsDirectory } from '../migrationsDirectory.ts';
import { openDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  hostOption,
  logLevelOption,
  maskKeyOption,
  portOption,
  projectOption,
  regionOption,
} from '../options/options.ts';
import { rebuildWithProgress } from '../rebuildWithProgress.ts';
import { listProblems } from '../settings/listProblems.ts';
import { projectProblems } from '../settings/projectProblems.ts';

const tokenSeconds = 12 * 3_600;

/** `concordat dev`: everything on one machine, with embedded defaults and development tokens. */
export function devCommand(context: CliContext) {
  const command = new Command('dev')
    .description(
      'run everything for development: embedded PostgreSQL, the sample, the gateway, a token to paste',
    )
    .addOption(projectOption())
    .option('--events <dir>', 'load the logs <topic>.ndjson(.gz) of this folder instead of the sample')
    .addOption(portOption())
    .addOption(hostOption('127.0.0.1'))
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(maskKeyOption().default(developmentMaskKey, 'a publicly known one'))
    .addOption(regionOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const project = await loadProject(options.project);
      const events = options.events === undefined ? undefined : await findEventFiles(project, options.events);
      const keys = gatewayKeys(options.maskKey);
      const { database, connectionString, close } = await openDatabase({
        ...options,
        content:
          options.events === undefined ? { kind: 'SAMPLE' } : { kind: 'EVENTS', directory: options.events },
      });
      context.onStop(close);

      await migrate(database, { migrationsDir: migrationsDirectory(), project });
      await fillDatabase(database, {
        directory: options.project,
        events,
        stderr: context.stderr,
      });
      await rebuildWithProgress(database, project, keys.maskKeys, context.stderr);

      const gateway = createGateway({
        project,
        database,
        authenticator: createAuthenticator({
          publicKey: developmentPublicKey,
          issuer: developmentIssuer,
          audience: developmentAudience,
        }),
        ...keys,
        deploymentRegion: options.region,
        logger: createLogger({ level: options.logLevel }),
        development: {
          issueToken: (request) => issueDevelopmentToken({ ...request, expiresIn: tokenSeconds }),
        },
      });
      // Registered after the database, and so stopped before it.
      context.onStop(() => gateway.close({ deadlineMs: shutdownDeadlineMs }));
      const address = await listen(gateway, options);
      const example = exampleRequest(project, new Date());
      printWelcome(context.stdout, {
        project,
        address,
        connectionString,
        example: example && {
          ...example,
          token: await issueDevelopmentToken({
            consumer: example.consumer,
            purposes: [example.purpose],
            expiresIn: tokenSeconds,
          }),
        },
      });
    });
  return listProblems(command, projectProblems);
}
