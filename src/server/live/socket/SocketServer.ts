import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { Identify } from '../../http/authenticateRequests.ts';
import type { AnswerMemory } from '../../limits/AnswerMemory.ts';
import type { OperationService } from '../../graphql/executeOperation.ts';
import type { LiveConnections } from '../LiveConnections.ts';
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
}

/** `/graphql` over WebSocket: graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export class SocketServer {
  readonly #parts: SocketServerParts;
  readonly #server: WebSocketServer;

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
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        parts.logger.error({ err: error }, 'a socket could not be opened');
        socket.destroy();
      });
    });
  }

  /** Opens none any more. */
  close(): void {
    this.#server.close();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { identify, allowedOrigins } = this.#parts;
    // Until ws takes over nobody else listens: an error that nobody hears would end the process.
    socket.on('error', () => undefined);
    if (request.url?.split('?')[0] !== '/graphql') {
      refuseUpgrade(socket, 404, 'Nothing is here.');
      return;
    }
    if (!originAllowed(request, allowedOrigins)) {
      refuseUpgrade(socket, 403, 'Pages of this origin may not connect; see --allowed-origins.');
      return;
    }
    const { authorization } = request.headers;
    const purpose = request.headers['x-concordat-purpose'];
    if (authorization !== undefined) {
      try {
        await identify(authorization, typeof purpose === 'string' ? purpose : undefined);
      } catch (error) {
        const known = error instanceof ConcordatError ? error : undefined;
        const status = known?.code === 'UNAUTHENTICATED' ? 401 : known === undefined ? 500 : 403;
        refuseUpgrade(socket, status, known?.message ?? 'Something went wrong on our side.');
        return;
      }
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const { connections } = this.#parts;
      const session = new Session(webSocket, request, this.#parts);
      connections.add(session);
      webSocket.once('close', () => {
        connections.remove(session);
      });
    });
  }
}
