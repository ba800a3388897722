import type { IncomingMessage } from 'node:http';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode, makeServer, MessageType, type Context } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { sentValue } from '../../http/sentValue.ts';
import { CallerSubscriptions } from '../CallerSubscriptions.ts';
import type { LiveConnection } from '../LiveConnections.ts';
import { FormattedError } from './asResult.ts';
import { closeSocket } from './closeSocket.ts';
import { connectionText } from './connectionText.ts';
import { dropDead } from './dropDead.ts';
import { dropUnidentified } from './dropUnidentified.ts';
import { FrameWriter } from './FrameWriter.ts';
import { OperationTurns } from './OperationTurns.ts';
import { pauseWhileUnread } from './pauseWhileUnread.ts';
import { readMessage } from './readMessage.ts';
import { SocketOperations } from './SocketOperations.ts';
import { tooManySockets } from '../tooManySockets.ts';
import type { SocketServerParts } from './SocketServer.ts';

/** One socket: who it is, and what runs on it. */
export class Session implements LiveConnection {
  readonly kind = 'socket';
  readonly #socket: WebSocket;
  readonly #request: IncomingMessage;
  readonly #parts: SocketServerParts;
  readonly #frames: FrameWriter;
  readonly #operations: SocketOperations;
  readonly #turns: OperationTurns;
  /** Whoever sent a token with the request is known already, and counted among its consumer's sockets. */
  readonly #isCounted: boolean;
  #caller: CallerSubscriptions | undefined;
  #identified: () => void = () => undefined;

  constructor(socket: WebSocket, request: IncomingMessage, parts: SocketServerParts) {
    this.#socket = socket;
    this.#request = request;
    this.#parts = parts;
    this.#frames = new FrameWriter(socket, request.socket);
    this.#operations = new SocketOperations(this.#frames, request, parts);
    this.#turns = this.#serve();
    dropDead(socket, request.socket, parts.limits);
    this.#isCounted = sentValue(request, 'authorization') !== undefined;
    if (!this.#isCounted) this.#identified = dropUnidentified(socket, request.socket, parts.limits);
    pauseWhileUnread(socket, request.socket, parts.limits.unreadBytes);
  }

  /** Whether it is not known yet who it is. */
  get isUnidentified(): boolean {
    return this.#caller === undefined && !this.#isCounted;
  }

  close(): void {
    this.#close(1001, 'Going away');
  }

  /** Does not wait for the client to agree. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** What the caller may not see any more ends; with nothing left it is forbidden. */
  recheck(): void {
    this.#closeIf(this.#caller?.recheck());
  }

  /** Ends what the caller's token or agreements do not cover any more, and a socket that nobody uses. */
  check(): void {
    this.#closeIf(this.#caller?.check());
    if (this.#turns.idleMs > this.#parts.limits.idleMs) this.#close(1000, 'Idle');
  }

  #close(code: number, reason: string): void {
    this.#frames.flush();
    closeSocket(this.#socket, code, reason);
  }

  #closeIf(reason: string | undefined): void {
    // Clients of graphql-ws connect again after this code, and ask for a new token.
    if (reason !== undefined) this.#close(CloseCode.Forbidden, reason);
  }

  #serve(): OperationTurns {
    const socket = this.#socket;
    const { limits, logger, formatError } = this.#parts;
    let take: (text: string) => Promise<void> = () => Promise.resolve();
    const turns = new OperationTurns((text) =>
      take(text).catch((error: unknown) => {
        logger.error({ err: error }, 'a message of a socket failed');
        this.#close(CloseCode.InternalServerError, 'Internal server error');
      }),
    );
    const server = makeServer<Record<string, unknown>, undefined>({
      connectionInitWaitTimeout: limits.handshakeMs,
      onConnect: (context) => this.#identify(context),
      onSubscribe: (context, id) => this.#begin(context, id),
      execute: (args) => SocketOperations.outcome(args),
      subscribe: (args) => SocketOperations.outcome(args),
      onError: (_context, id, _payload, errors) => {
        turns.over(id);
        return errors.map((error) =>
          error instanceof FormattedError ? error.toJSON() : formatError(error.toJSON(), error),
        );
      },
      onComplete: (_context, id) => {
        turns.over(id);
      },
    });
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (message) =>
          new Promise((resolve) => {
            this.#frames.flush();
            if (socket.readyState === socket.OPEN)
              socket.send(message, () => {
                resolve();
              });
            else resolve();
          }),
        close: (code, reason) => {
          this.#close(code ?? CloseCode.InternalServerError, reason ?? '');
        },
        onMessage: (handle) => {
          take = handle;
        },
      },
      undefined,
    );
    socket.on('message', (data, isBinary) => {
      if (socket.readyState === socket.OPEN) this.#take(isBinary ? undefined : textOf(data), turns);
    });
    // What is wrong with its frames ws answers by closing; there is nobody else to tell.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      turns.leave();
      this.#caller?.leave();
      void closed(code, reason.toString('utf8'));
    });
    return turns;
  }

  #take(text: string | undefined, turns: OperationTurns): void {
    const message = text === undefined ? undefined : readMessage(text);
    if (text === undefined || message === undefined) {
      this.#close(CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case MessageType.Subscribe:
        // It is looked only every second whether the token holds still.
        this.check();
        if (!turns.subscribe(message.id, message.payload))
          this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${message.id} already exists`);
        return;
      case MessageType.Complete:
        turns.complete(message.id, text);
        return;
      default:
        void turns.take(text);
    }
  }

  /**
   * The token is in the request's header, or, as a page can set none, in the payload of `connection_init`; there it can be no other than
   * the header's.
   */
  async #identify(context: Context): Promise<boolean> {
    const { connectionParams = {} } = context;
    // It may be large, and would be kept as long as the socket.
    Reflect.deleteProperty(context, 'connectionParams');
    const told = (name: string): string | undefined =>
      sentValue(this.#request, name) ?? connectionText(connectionParams, name);
    try {
      const asker = await this.#parts.identify(told('authorization'), told('x-concordat-purpose'));
      // Whoever has gone meanwhile is not counted, for it would never be counted out.
      if (this.#socket.readyState !== this.#socket.OPEN) return false;
      const { operations, now } = this.#parts;
      if (!this.#isCounted && !this.#count(asker.caller.consumer)) return false;
      this.#identified();
      this.#caller = new CallerSubscriptions(asker, { servings: operations.servings, now });
      return true;
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      this.#close(CloseCode.Forbidden, `${error.code}: ${error.message}`);
      return false;
    }
  }

  /** False where the consumer has too many sockets already. */
  #count(consumer: string): boolean {
    const leave = this.#parts.connections.enter(consumer);
    if (leave === undefined) {
      const { code, message } = tooManySockets();
      this.#close(CloseCode.Forbidden, `${code}: ${message}`);
      return false;
    }
    this.#socket.once('close', leave);
    return true;
  }

  async #begin(context: Context, id: string): Promise<readonly GraphQLError[] | ExecutionArgs> {
    const caller = this.#caller;
    const turn = this.#turns.of(id);
    if (caller === undefined || turn === undefined)
      throw new Error('an operation before the caller is known, or outside of its turn');
    return this.#operations.begin({
      ...{ id, sent: turn.takeSent(), asker: caller.asker, turn, atOnce: this.#turns.size },
      forget: () => {
        this.#turns.over(id);
        Reflect.deleteProperty(context.subscriptions, id);
      },
      opened: (subscription) => {
        caller.add(subscription);
      },
    });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
