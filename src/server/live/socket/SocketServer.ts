import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { Identify } from '../../http/authenticateRequests.ts';
import { identityStatus } from '../../http/identityStatus.ts';
import { sentValue } from '../../http/sentValue.ts';
import type { AnswerMemory } from '../../limits/AnswerMemory.ts';
import type { OperationService } from '../../graphql/executeOperation.ts';
import type { LiveLimits } from '../LiveLimits.ts';
import type { LiveService } from '../LiveService.ts';
import { originAllowed } from './originAllowed.ts';
import { refuseUpgrade } from './refuseUpgrade.ts';
import { Session } from './Session.ts';

export interface SocketServerParts {
  readonly identify: Identify;
  readonly live: LiveService;
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

/** How often it is looked whether tokens and agreements hold still. */
const checkEveryMs = 1_000;

/** `/graphql` over WebSocket: graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export class SocketServer {
  readonly #parts: SocketServerParts;
  readonly #server: WebSocketServer;
  readonly #sessions = new Set<Session>();
  readonly #checking: NodeJS.Timeout;
  readonly #ofConsumers = new Map<string, number>();

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
        refuseUpgrade(socket, 500, {
          code: 'INTERNAL_SERVER_ERROR',
          message: 'Something went wrong on our side.',
          fix: 'Try again; if it stays, tell the operator of this gateway.',
        });
      });
    });
    this.#checking = setInterval(() => {
      for (const session of this.#sessions) session.check();
    }, checkEveryMs).unref();
  }

  /** Looks again what everybody may see. */
  recheck(): void {
    for (const session of this.#sessions) session.recheck();
  }

  /** Ends every subscription with where to go on, and closes every socket. */
  close(): void {
    clearInterval(this.#checking);
    this.#parts.live.endAll(
      new ConcordatError('SHUTTING_DOWN', 'This gateway is shutting down.', {
        fix: 'Connect again, and subscribe with `after` the cursor.',
      }),
    );
    for (const session of this.#sessions) session.close(1001, 'Going away');
    this.#server.close();
  }

  /** Cuts off the sockets whose clients did not agree to close. */
  cutOff(): void {
    for (const session of this.#sessions) session.terminate();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { identify, allowedOrigins } = this.#parts;
    // Until ws takes over nobody else listens: an error that nobody hears would end the process.
    socket.on('error', () => undefined);
    if (request.url?.split('?')[0] !== '/graphql') {
      refuseUpgrade(socket, 404, {
        code: 'NOT_FOUND',
        message: 'There is nothing here.',
        fix: 'Sockets are opened at /graphql.',
      });
      return;
    }
    if (!originAllowed(request, allowedOrigins)) {
      refuseUpgrade(socket, 403, {
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
        await identify(authorization, sentValue(request, 'x-concordat-purpose'));
      } catch (error) {
        const status = error instanceof ConcordatError ? identityStatus(error.code) : undefined;
        if (!(error instanceof ConcordatError) || status === undefined) throw error;
        refuseUpgrade(socket, status, error);
        return;
      }
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new Session(webSocket, request, {
        ...this.#parts,
        enter: (consumer) => this.#enter(consumer),
      });
      this.#sessions.add(session);
      webSocket.once('close', () => {
        this.#sessions.delete(session);
      });
    });
  }

  /** Counts a consumer's socket; undefined when it has too many, else what is to be called when it is closed. */
  #enter(consumer: string): (() => void) | undefined {
    const count = this.#ofConsumers.get(consumer) ?? 0;
    if (count >= this.#parts.limits.socketsPerConsumer) return undefined;
    this.#ofConsumers.set(consumer, count + 1);
    return () => {
      const left = (this.#ofConsumers.get(consumer) ?? 1) - 1;
      if (left === 0) this.#ofConsumers.delete(consumer);
      else this.#ofConsumers.set(consumer, left);
    };
  }
}
