import { join } from 'node:path';
import { packageRoot } from '../config/packageRoot.ts';
import { createContractStates } from '../../resolvers/context/ContractStates.ts';
import { contractsOfOtherKey } from '../pipeline/rebuild/contractsOfOtherKey.ts';
import { readContractStates } from '../pipeline/rebuild/readContractStates.ts';
import { createCursorCodec } from '../query/cursor/CursorCodec.ts';
import { createEngine } from './createEngine.ts';
import { createHttpServer } from './createHttpServer.ts';
import { createIdentify } from './createIdentify.ts';
import { developmentCallers } from './development/developmentCallers.ts';
import { findClaimExample } from './development/findClaimExample.ts';
import type { Gateway, GatewayOptions } from './Gateway.ts';
import type { Health } from './http/serveHealth.ts';
import { defaultLimits } from './limits/Limits.ts';
import { defaultLoadLimits } from './limits/LoadLimits.ts';
import { defaultStatementLimits } from './limits/StatementLimits.ts';
import { defaultTimeouts } from './Timeouts.ts';

/** Makes a gateway that serves a project's contracts over HTTP. Nothing runs before `listen`. */
export function createGateway(options: GatewayOptions): Gateway {
  const { project, database, maskKeys, development, now = () => new Date() } = options;
  let closing: Promise<void> | undefined;
  const health: Health = {
    // A gateway that stands still cannot answer at all.
    standstill: () => undefined,
    obstacle: async () =>
      (await contractsOfOtherKey(database.aside, project, maskKeys)).length === 0
        ? await options.obstacle?.()
        : { status: 'rebuilt with another mask key' },
    isClosing: () => closing !== undefined,
  };
  const server = createHttpServer({
    engine: createEngine(
      {
        project,
        database,
        maskKeys,
        cursors: createCursorCodec(options.cursorKey),
        states: createContractStates({
          read: () => readContractStates(database, project, project.contracts, now()),
          maskKey: maskKeys.fingerprint,
          clock: () => performance.now(),
          maxAgeMs: 1_000,
        }),
        now,
      },
      defaultStatementLimits,
      options.metrics,
    ),
    identify: createIdentify({
      project,
      authenticator: options.authenticator,
      deploymentRegion: options.deploymentRegion,
      now,
    }),
    health,
    limits: { ...defaultLimits, ...options.limits },
    loadLimits: { ...defaultLoadLimits, ...options.loadLimits },
    timeouts: { ...defaultTimeouts, ...options.timeouts },
    logger: options.logger,
    metrics: options.metrics,
    pageDirectory: join(packageRoot(), 'dist', 'graphiql'),
    development: development && {
      issueToken: development.issueToken,
      callers: () => developmentCallers(project, now(), findClaimExample(database)),
    },
  });

  const close = async (deadlineMs: number): Promise<void> => {
    const deadline = setTimeout(() => {
      server.server.closeAllConnections();
    }, deadlineMs);
    try {
      await server.close();
    } finally {
      clearTimeout(deadline);
    }
  };

  return {
    health,
    listen: (at) => server.listen(at),
    close: ({ deadlineMs }) => (closing ??= close(deadlineMs)),
  };
}
