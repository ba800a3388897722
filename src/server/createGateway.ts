import { join } from 'node:path';
import { packageRoot } from '../config/packageRoot.ts';
import type { Project } from '../contract/model.ts';
import { createContractStates } from '../../resolvers/context/ContractStates.ts';
import { contractsOfOtherKey } from '../pipeline/rebuild/contractsOfOtherKey.ts';
import { readContractStates } from '../pipeline/rebuild/readContractStates.ts';
import { createCursorCodec } from '../query/cursor/CursorCodec.ts';
import { createEngine } from './createEngine.ts';
import { createHttpServer } from './createHttpServer.ts';
import { createProfiles } from './createProfiles.ts';
import { developmentCallers } from './development/developmentCallers.ts';
import { findClaimExample } from './development/findClaimExample.ts';
import type { ServedProject } from './graphql/Servings.ts';
import type { Gateway, GatewayOptions } from './Gateway.ts';
import type { Health } from './http/serveHealth.ts';
import { createLiveSource } from './live/createLiveSource.ts';
import { defaultLiveLimits } from './live/LiveLimits.ts';
import { defaultLimits } from './limits/Limits.ts';
import { defaultLoadLimits } from './limits/LoadLimits.ts';
import { defaultStatementLimits } from './limits/StatementLimits.ts';
import { defaultTimeouts } from './Timeouts.ts';

/** Makes a gateway that serves a project's contracts over HTTP. Nothing runs before `listen`. */
export function createGateway(options: GatewayOptions): Gateway {
  const { database, maskKeys, development, now = () => new Date() } = options;
  let { project } = options;
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
  const cursors = createCursorCodec(options.cursorKey);
  const served = (of: Project): ServedProject => ({
    engine: createEngine(
      {
        ...{ project: of, database, maskKeys, cursors, now },
        states: createContractStates({
          read: () => readContractStates(database, of, of.contracts, now()),
          maskKey: maskKeys.fingerprint,
          clock: () => performance.now(),
          maxAgeMs: 1_000,
        }),
      },
      defaultStatementLimits,
      options.metrics,
    ),
    profileOf: createProfiles({ project: of, deploymentRegion: options.deploymentRegion, now }),
  });
  const { server, replace, cutOff } = createHttpServer({
    project: served(project),
    authenticator: options.authenticator,
    health,
    limits: { ...defaultLimits, ...options.limits },
    loadLimits: { ...defaultLoadLimits, ...options.loadLimits },
    timeouts: { ...defaultTimeouts, ...options.timeouts },
    logger: options.logger,
    live: {
      ...{ database, cursors, maskKeys, now },
      source: options.live ?? createLiveSource({ database }),
      limits: { ...defaultLiveLimits, ...options.liveLimits },
      allowedOrigins: new Set(options.allowedOrigins),
    },
    metrics: options.metrics,
    pageDirectory: join(packageRoot(), 'dist', 'graphiql'),
    development: development && {
      issueToken: development.issueToken,
      callers: () => developmentCallers(project, now(), findClaimExample(database)),
    },
  });

  const close = async (deadlineMs: number): Promise<void> => {
    const deadline = setTimeout(cutOff, deadlineMs);
    try {
      await server.close();
    } finally {
      clearTimeout(deadline);
    }
  };

  return {
    health,
    replaceProject: (next) => {
      project = next;
      replace(served(next));
    },
    listen: (at) => server.listen(at),
    close: ({ deadlineMs }) => (closing ??= close(deadlineMs)),
  };
}
