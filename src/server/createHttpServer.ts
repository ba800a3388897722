import { fastify, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticator } from '../policy/identity/createAuthenticator.ts';
import type { Development } from './development/Development.ts';
import { serveDevelopment } from './development/serveDevelopment.ts';
import { serveGraphiql } from './graphiql/serveGraphiql.ts';
import { acceptJson } from './http/acceptJson.ts';
import { answerErrors } from './http/answerErrors.ts';
import type { Identify } from './http/authenticateRequests.ts';
import { closeConnections } from './http/closeConnections.ts';
import { dropSlowReaders } from './http/dropSlowReaders.ts';
import { measureRequests } from './http/measureRequests.ts';
import { logRequests } from './http/logRequests.ts';
import { refuseBadUrl } from './http/refuseBadUrl.ts';
import { refuseUnreadable } from './http/refuseUnreadable.ts';
import { type Health, serveHealth } from './http/serveHealth.ts';
import { serveGraphql } from './http/serveGraphql.ts';
import { setHeaders } from './http/setHeaders.ts';
import { traceRequests } from './http/traceRequests.ts';
import { type LiveParts, serveLive } from './live/serveLive.ts';
import { DocumentStore } from './graphql/DocumentStore.ts';
import { type ServedProject, Servings } from './graphql/Servings.ts';
import { AnswerMemory } from './limits/AnswerMemory.ts';
import { DocumentLimiter } from './limits/DocumentLimiter.ts';
import type { Limits } from './limits/Limits.ts';
import type { LoadLimits } from './limits/LoadLimits.ts';
import { OperationQueues } from './limits/OperationQueues.ts';
import type { GatewayMetrics } from './metrics/createGatewayMetrics.ts';
import type { Timeouts } from './Timeouts.ts';

export interface HttpServerParts {
  readonly project: ServedProject;
  readonly authenticator: Authenticator;
  readonly health: Health;
  readonly limits: Limits;
  readonly loadLimits: LoadLimits;
  readonly timeouts: Timeouts;
  readonly logger: Logger;
  readonly metrics?: GatewayMetrics | undefined;
  /** Directory of the built GraphiQL page. */
  readonly pageDirectory: string;
  /** What subscriptions need; they are not served where it is absent. */
  readonly live?: LiveParts | undefined;
  /** Only where one may pose as any consumer; never in production. */
  readonly development?: Development | undefined;
}

/** Shapes of access whose schemas are kept ready; a shape takes a few megabytes and a few milliseconds to make. */
const keptShapes = 100;
const documentBytes = 64 * 1024 * 1024;

/** A server that does not listen yet. */
export interface HttpServer {
  readonly server: FastifyInstance;
  /** Serves another project from now on; what of it concerns subscriptions that run ends them. */
  readonly replace: (project: ServedProject) => void;
  /** Closes every connection, whatever is under way on it. */
  readonly cutOff: () => void;
}

/** The HTTP server as an ordered list of plugins. */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const { project, authenticator, health, limits, loadLimits, timeouts, logger } = parts;
  const server = fastify({
    // Requests are logged by logRequests, without what they hold.
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.keepAlive,
    // How often node:http looks for connections that are over their time; by default only every 30 s.
    http: {
      headersTimeout: timeouts.headers,
      connectionsCheckingInterval: 1_000,
      // Any other protocol that a client would like better (HTTP/2) it does without, as it would if there were no sockets.
      shouldUpgradeCallback: ({ method, headers }) =>
        method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket',
    },
    // Idle connections are closed at once on shutdown; those with a request in flight may finish it.
    forceCloseConnections: 'idle',
    // On a connection that is still open one is answered as ever while the gateway closes; `/readyz` says that it does.
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: refuseBadUrl,
  });
  const documents = new DocumentStore(documentBytes);
  const queues = new OperationQueues(loadLimits);
  const servings = new Servings(project, { limits, logger, documents, queues, shapes: keptShapes });
  const identify: Identify = async (authorization, purpose) => {
    const caller = await authenticator(authorization, purpose);
    return { caller, profile: servings.profileOf(caller) };
  };

  // First: everything after it may say which request it speaks of.
  traceRequests(server);
  logRequests(server, logger);
  if (parts.metrics) measureRequests(server, parts.metrics);
  // Before anything can answer, so that every answer has them, refusals too.
  setHeaders(server);
  closeConnections(server, health.isClosing);
  dropSlowReaders(server, timeouts);
  answerErrors(server, { logger, limits });
  acceptJson(server);
  serveHealth(server, health);
  serveGraphiql(server, parts.pageDirectory);
  if (parts.development) serveDevelopment(server, parts.development);
  const operations = { servings, limiter: new DocumentLimiter(limits), limits };
  const memory = new AnswerMemory(loadLimits);
  const live =
    parts.live &&
    serveLive(server, parts.live, { identify, operations, memory, timeouts, logger, metrics: parts.metrics });
  serveGraphql(server, { ...operations, identify, memory, streams: live?.streams });
  return {
    server,
    replace: (next) => {
      servings.replace(next);
      live?.recheck();
    },
    cutOff: () => {
      server.server.closeAllConnections();
      // What was upgraded to a socket node:http does not know any more.
      live?.cutOff();
    },
  };
}
