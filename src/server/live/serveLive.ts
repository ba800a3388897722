import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { CursorCodec } from '../../query/cursor/CursorCodec.ts';
import { createAlreadyTold } from '../../pipeline/publish/createAlreadyTold.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Database } from '../../storage/Database.ts';
import type { OperationService } from '../graphql/executeOperation.ts';
import { createFormatError } from '../graphql/formatError.ts';
import type { Identify } from '../http/authenticateRequests.ts';
import type { GatewayMetrics } from '../metrics/createGatewayMetrics.ts';
import type { AnswerMemory } from '../limits/AnswerMemory.ts';
import type { Timeouts } from '../Timeouts.ts';
import { followingLog } from './followingLog.ts';
import { LiveConnections } from './LiveConnections.ts';
import { LiveHub, type LiveSource } from './LiveHub.ts';
import type { LiveLimits } from './LiveLimits.ts';
import { LiveService } from './LiveService.ts';
import { limitedSnapshots } from './limitedSnapshots.ts';
import { SocketServer } from './socket/SocketServer.ts';
import { StreamServer } from './sse/StreamServer.ts';
import { untoldLog } from './untoldLog.ts';

/** What subscriptions need beside what queries need. */
export interface LiveParts {
  readonly database: Database;
  readonly source: LiveSource;
  readonly cursors: CursorCodec;
  readonly maskKeys: MaskKeys;
  readonly limits: LiveLimits;
  /** Origins of pages that may open sockets, beside the gateway's own. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly now: () => Date;
}

export interface LiveServing {
  readonly identify: Identify;
  readonly operations: OperationService;
  readonly memory: AnswerMemory;
  readonly timeouts: Timeouts;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics | undefined;
}

/** Subscriptions that are served. */
export interface ServedLive {
  /** Those over event streams, on the route that answers queries. */
  readonly streams: StreamServer;
  /** Ends those whose contract or agreement is another one or gone, after the project was replaced. */
  readonly recheck: () => void;
  /** Cuts off those that have not gone although they were told to. */
  readonly cutOff: () => void;
}

/** Serves subscriptions beside HTTP, on the same port; they end before the server closes. */
export function serveLive(server: FastifyInstance, parts: LiveParts, serving: LiveServing): ServedLive {
  const { database, source, cursors, maskKeys, limits, allowedOrigins } = parts;
  const { identify, operations, memory, timeouts, logger, metrics } = serving;
  const now = (): number => parts.now().getTime();
  const formatError = createFormatError(logger);
  const hub = new LiveHub({
    source,
    tailBytes: limits.tailBytes,
    logOf: (contract) => followingLog(logger, contract),
  });
  const untold = untoldLog(logger);
  const live = new LiveService({
    ...{ hub, cursors, maskKeys, now, formatError, liveLimits: limits },
    ...{ servings: operations.servings, limiter: operations.limiter, limits: operations.limits },
    readSnapshot: limitedSnapshots(database, limits),
    alreadyTold: ({ feed }, { access: { contract } }, snapshot) =>
      contract.sql === undefined ? undefined : createAlreadyTold({ contract, database, feed, snapshot }),
    onUntold: untold.onUntold,
    onFailure: (error) => {
      logger.error({ err: error }, 'a subscription failed');
    },
  });
  // An event stream is one connection too.
  const connections = new LiveConnections(limits.socketsPerConsumer);
  const shared = { live, connections, operations, limits, formatError, now };
  const sockets = new SocketServer(server.server, {
    ...shared,
    ...{ identify, memory, allowedOrigins, logger, metrics },
  });
  metrics?.live.watch(() => ({ connections: connections.counts(), contracts: live.status() }));
  server.addHook('preClose', async () => {
    live.close(
      new ConcordatError('SHUTTING_DOWN', 'This gateway is shutting down.', {
        fix: 'Connect again.',
      }),
    );
    connections.close();
    sockets.close();
    await hub.stop();
    untold.flush();
  });
  return {
    streams: new StreamServer({ ...shared, timeouts }),
    recheck: () => {
      connections.recheck();
    },
    cutOff: () => {
      sockets.cutOff();
    },
  };
}
