import { Command, InvalidArgumentError } from '@commander-js/extra-typings';

import { assertProductionKey } from '../../policy/identity/assertProductionKey.ts';
import { createAuthenticator } from '../../policy/identity/createAuthenticator.ts';
import { createGateway } from '../../server/createGateway.ts';
import { createLogger } from '../../server/logging/createLogger.ts';
import { createDatabase } from '../../storage/createDatabase.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { assertRegion } from '../gateway/assertRegion.ts';
import { gatewayKeys } from '../gateway/gatewayKeys.ts';
import { listen } from '../gateway/listen.ts';
import { shutdownDeadlineMs } from '../gateway/shutdownDeadlineMs.ts';
import { loadProject } from '../loadProject.ts';
import {
  databaseUrlOption,
  hostOption,
  jwksUrlOption,
  jwtAudienceOption,
  jwtIssuerOption,
  jwtPublicKeyOption,
  logLevelOption,
  maskKeyOption,
  portOption,
  projectOption,
  regionOption,
} from '../options/options.ts';

/** `concordat serve`: the gateway alone, for production. */
export function serveCommand(context: CliContext) {
  return new Command('serve')
    .description('run the gateway in production; needs a migrated database and your own identity provider')
    .addOption(projectOption())
    .addOption(portOption())
    .addOption(hostOption('0.0.0.0'))
    .addOption(databaseUrlOption().makeOptionMandatory())
    .addOption(jwksUrlOption().conflicts('jwtPublicKey'))
    .addOption(jwtPublicKeyOption())
    .addOption(jwtIssuerOption().makeOptionMandatory())
    .addOption(jwtAudienceOption().makeOptionMandatory())
    .addOption(maskKeyOption().makeOptionMandatory())
    .addOption(regionOption())
    .addOption(logLevelOption())
    .action(async (options) => {
      const { jwksUrl, jwtPublicKey: publicKey, jwtIssuer: issuer, jwtAudience: audience, maskKey } = options;
      assertProductionKey({ issuer, publicKey, maskKey });
      const project = await loadProject(options.project);
      assertRegion(project, options.region);
      const authenticator = createAuthenticator({ issuer, audience, ...keySource(jwksUrl, publicKey) });
      const logger = createLogger({ level: options.logLevel });
      const database = createDatabase({ connectionString: options.databaseUrl });
      const gateway = createGateway({
        project,
        database,
        authenticator,
        ...gatewayKeys(maskKey),
        deploymentRegion: options.region,
        logger,
      });
      context.onStop(async () => {
        logger.info('stopping');
        await gateway.close({ deadlineMs: shutdownDeadlineMs });
        await database.close();
        logger.info('stopped');
      });
      await assertCurrent(database, project);
      const address = await listen(gateway, options);
      logger.info({ address, contracts: project.contracts.map(({ id }) => id) }, 'serving');
    });
}

function keySource(jwksUrl: string | undefined, publicKey: string | undefined) {
  if (jwksUrl !== undefined) return { jwksUrl };
  if (publicKey !== undefined) return { publicKey };
  throw new InvalidArgumentError(
    'Tokens cannot be verified: give --jwks-url (CONCORDAT_JWKS_URL) or --jwt-public-key (CONCORDAT_JWT_PUBLIC_KEY).',
  );
}
