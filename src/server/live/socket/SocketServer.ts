import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { Identify } from '../../http/authenticateRequests.ts';
import { identityStatus } from '../../http/identityStatus.ts';
import { loggedPath } from '../../http/loggedPath.ts';
import { readRequestTrace } from '../../http/RequestTrace.ts';
import { type ToldError, toldError } from '../../http/sendError.ts';
import { sentValue } from '../../http/sentValue.ts';
import type { GatewayMetrics } from '../../metrics/createGatewayMetrics.ts';
import type { AnswerMemory } from '../../limits/AnswerMemory.ts';
import type { OperationService } from '../../graphql/executeOperation.ts';
import type { LiveConnections } from '../LiveConnections.ts';
import { tooManySockets } from '../tooManySockets.ts';
import type { LiveLimits } from '../LiveLimits.ts';
import type { LiveService } from '../LiveService.ts';
import { originAllowed } from './originAllowed.ts';
import { refuseUpgrade } from './refuseUpgrade.ts';
import { Session } from './Session.ts';

export interface SocketServerParts {
  readonly identify: Identify;
  readonly live: LiveService;
  readonly connections: LiveConnections;
  readonly operations: OperationService;
  readonly memory: AnswerMemory;
  readonly limits: LiveLimits;
  /** Origins of pages that may open sockets, beside the gateway's own. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics | undefined;
}

/** Answers that there is no socket, and says so in the log. */
type Refuse = (status: number, error: ToldError) => void;

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly refuse: Refuse;
}

/** `/graphql` over WebSocket: graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export class SocketServer {
  readonly #parts: SocketServerParts;
  readonly #server: WebSocketServer;
  readonly #sessions = new Set<Session>();

  constructor(server: Server, parts: SocketServerParts) {
    this.#parts = parts;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: parts.limits.frameBytes,
      // A compressed message can be a bomb, and compressing for each socket costs more than it saves.
      perMessageDeflate: false,
      handleProtocols: (offered) => handleProtocols(offered),
    });
    server.on('upgrade', (request, socket, head) => {
      // A request for a socket is none of Fastify's, so that nobody gave it a trace.
      const trace = readRequestTrace(request.headers);
      const refuse: Refuse = (status, error) => {
        const path = loggedPath(request.url ?? '');
        parts.logger.info(
          { method: request.method, path, status, upgrade: true, code: error.code, ...trace },
          'request',
        );
        refuseUpgrade(socket, status, toldError(error, trace));
      };
      this.#upgrade(request, { socket, head, refuse }).catch((error: unknown) => {
        parts.logger.error({ err: error, traceId: trace.traceId }, 'a socket could not be opened');
        refuse(500, {
          code: 'INTERNAL_SERVER_ERROR',
          message: 'Something went wrong on our side.',
          fix: 'Try again; if it stays, report the trace id to the operator of this gateway.',
        });
      });
    });
  }

  /** Opens none any more. */
  close(): void {
    this.#server.close();
  }

  /** Cuts off the sockets whose clients did not agree to close. */
  cutOff(): void {
    for (const session of this.#sessions) session.terminate();
  }

  #unidentified(): number {
    let count = 0;
    for (const session of this.#sessions) if (session.isUnidentified) count += 1;
    return count;
  }

  async #upgrade(request: IncomingMessage, { socket, head, refuse }: Upgrade): Promise<void> {
    const { identify, allowedOrigins, connections } = this.#parts;
    // Until ws takes over nobody else listens: an error that nobody hears would end the process.
    socket.on('error', () => undefined);
    if (request.url?.split('?')[0] !== '/graphql') {
      refuse(404, {
        code: 'NOT_FOUND',
        message: 'There is nothing here.',
        fix: 'Sockets are opened at /graphql.',
      });
      return;
    }
    if (!originAllowed(request, allowedOrigins)) {
      refuse(403, {
        code: 'FORBIDDEN',
        message:
          'Pages of this origin may not connect, nor may whoever says neither an origin nor who it is.',
        fix: 'Send the header "Authorization", or ask the operator of this gateway to allow the origin.',
      });
      return;
    }
    const authorization = sentValue(request, 'authorization');
    if (authorization !== undefined) {
      try {
        const { caller } = await identify(authorization, sentValue(request, 'x-concordat-purpose'));
        // Whoever has gone meanwhile is not counted, for it would never be counted out.
        if (socket.destroyed) return;
        const leave = connections.enter(caller.consumer);
        if (leave === undefined) {
          refuse(429, tooManySockets());
          return;
        }
        socket.once('close', leave);
      } catch (error) {
        const status = error instanceof ConcordatError ? identityStatus(error.code) : undefined;
        if (!(error instanceof ConcordatError) || status === undefined) throw error;
        refuse(status, error);
        return;
      }
    }
    if (authorization === undefined && this.#unidentified() >= this.#parts.limits.unidentifiedSockets) {
      refuse(503, {
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many sockets wait for their clients to say who they are.',
        fix: 'Try again in a few seconds, or send the header "Authorization".',
      });
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new Session(webSocket, request, this.#parts);
      this.#sessions.add(session);
      connections.add(session);
      webSocket.once('close', () => {
        this.#sessions.delete(session);
        connections.remove(session);
      });
    });
  }
}
