import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode, makeServer, MessageType, type Context, type SubscribePayload } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import type { AccessProfile } from '../../../policy/AccessProfile.ts';
import type { Caller } from '../../../policy/Caller.ts';
import type { Asker } from '../../http/requestState.ts';
import { sentValue } from '../../http/sentValue.ts';
import type { LiveSubscription } from '../LiveSubscription.ts';
import { whyEnded } from '../whyEnded.ts';
import { FormattedError } from './asResult.ts';
import { closeSocket } from './closeSocket.ts';
import { connectionText } from './connectionText.ts';
import { dropDead } from './dropDead.ts';
import { OperationTurns } from './OperationTurns.ts';
import { pauseWhileUnread } from './pauseWhileUnread.ts';
import { readMessage } from './readMessage.ts';
import { SocketOperations } from './SocketOperations.ts';
import type { SocketServerParts } from './SocketServer.ts';

export interface SessionParts extends SocketServerParts {
  /** Counts a consumer's socket; undefined when it has too many. */
  readonly enter: (consumer: string) => (() => void) | undefined;
}

/** One socket: who it is, and what runs on it. */
export class Session {
  readonly #socket: WebSocket;
  readonly #request: IncomingMessage;
  readonly #parts: SessionParts;
  readonly #operations: SocketOperations;
  readonly #turns: OperationTurns;
  readonly #subscriptions = new Set<LiveSubscription>();
  #asker: Asker | undefined;
  #day: string;

  constructor(socket: WebSocket, request: IncomingMessage, parts: SessionParts) {
    this.#socket = socket;
    this.#request = request;
    this.#parts = parts;
    this.#day = dayOf(parts.now());
    this.#operations = new SocketOperations(socket, request, parts);
    this.#turns = this.#serve();
    dropDead(socket, request.socket, parts.limits);
    pauseWhileUnread(socket, request.socket, parts.limits.unreadBytes);
  }

  close(code: number, reason: string): void {
    closeSocket(this.#socket, code, reason);
  }

  /** Does not wait for the client to agree. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Looks again what the caller may see: what is not as it was before ends, and everything else goes on. */
  recheck(): void {
    if (this.#asker === undefined) return;
    const { caller } = this.#asker;
    const profile = this.#profileNow(caller);
    for (const subscription of this.#subscriptions) {
      const reason = whyEnded(subscription.shown, profile);
      if (reason !== undefined) subscription.end(reason);
    }
    if (profile === undefined) this.close(CloseCode.Forbidden, 'No agreement covers anything any more');
    else this.#asker = { caller, profile };
  }

  #profileNow(caller: Caller): AccessProfile | undefined {
    try {
      return this.#parts.operations.servings.profileOf(caller);
    } catch (error) {
      if (error instanceof ConcordatError) return undefined;
      throw error;
    }
  }

  /** Ends what the caller's token or agreements do not cover any more, and a socket that nobody uses. */
  check(): void {
    const asker = this.#asker;
    // Agreements end with a day (UTC).
    const day = dayOf(this.#parts.now());
    if (day !== this.#day) {
      this.#day = day;
      this.recheck();
    }
    if (asker !== undefined && asker.caller.expiresAt.getTime() <= this.#parts.now()) {
      this.#endAll(
        new ConcordatError('TOKEN_EXPIRED', 'The token has expired.', {
          fix: 'Connect with a new token, and subscribe with `after` the cursor.',
        }),
      );
      // Clients of graphql-ws connect again after this code, and ask for a new token.
      this.close(CloseCode.Forbidden, 'Token expired');
      return;
    }
    if (this.#turns.idleMs > this.#parts.limits.idleMs) this.close(1000, 'Idle');
  }

  #endAll(reason: ConcordatError): void {
    for (const subscription of this.#subscriptions) subscription.end(reason);
  }

  #serve(): OperationTurns {
    const socket = this.#socket;
    const { limits, logger, formatError } = this.#parts;
    let take: (text: string) => Promise<void> = () => Promise.resolve();
    const turns = new OperationTurns((text) =>
      take(text).catch((error: unknown) => {
        logger.error({ err: error }, 'a message of a socket failed');
        this.close(CloseCode.InternalServerError, 'Internal server error');
      }),
    );
    const server = makeServer<Record<string, unknown>, undefined>({
      connectionInitWaitTimeout: limits.handshakeMs,
      onConnect: (context) => this.#identify(context),
      onSubscribe: (context, id, payload) => this.#begin(context, id, payload),
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
            if (socket.readyState === socket.OPEN)
              socket.send(message, () => {
                resolve();
              });
            else resolve();
          }),
        close: (code, reason) => {
          this.close(code ?? CloseCode.InternalServerError, reason ?? '');
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
      for (const subscription of this.#subscriptions) subscription.leave();
      void closed(code, reason.toString('utf8'));
    });
    return turns;
  }

  #take(text: string | undefined, turns: OperationTurns): void {
    const message = text === undefined ? undefined : readMessage(text);
    if (text === undefined || message === undefined) {
      this.close(CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case MessageType.Subscribe:
        // It is looked only every second whether the token holds still.
        this.check();
        if (!turns.subscribe(message.id, text))
          this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${message.id} already exists`);
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
  async #identify({ connectionParams = {} }: Context): Promise<boolean> {
    const told = (name: string): string | undefined =>
      sentValue(this.#request, name) ?? connectionText(connectionParams, name);
    try {
      const asker = await this.#parts.identify(told('authorization'), told('x-concordat-purpose'));
      // Whoever has gone meanwhile is not counted, for it would never be counted out.
      if (this.#socket.readyState !== this.#socket.OPEN) return false;
      const leave = this.#parts.enter(asker.caller.consumer);
      if (leave === undefined) {
        this.close(CloseCode.Forbidden, 'TOO_MANY_REQUESTS: this consumer has too many sockets');
        return false;
      }
      this.#socket.once('close', leave);
      this.#asker = asker;
      return true;
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      this.close(CloseCode.Forbidden, `${error.code}: ${error.message}`);
      return false;
    }
  }

  async #begin(
    context: Context,
    id: string,
    payload: SubscribePayload,
  ): Promise<readonly GraphQLError[] | ExecutionArgs> {
    const asker = this.#asker;
    const turn = this.#turns.of(id);
    if (asker === undefined || turn === undefined)
      throw new Error('an operation before the caller is known, or outside of its turn');
    const { operationsPerSocket } = this.#parts.limits;
    if (this.#turns.size > operationsPerSocket) {
      const refused = new ConcordatError(
        'LIMIT_EXCEEDED',
        `A socket has at most ${operationsPerSocket} operations at once.`,
        { fix: 'End some, or open another socket.' },
      );
      return [new GraphQLError(refused.message, { originalError: refused })];
    }
    return this.#operations.begin({
      ...{ id, payload, asker, turn },
      forget: () => {
        this.#turns.over(id);
        Reflect.deleteProperty(context.subscriptions, id);
      },
      opened: (subscription) => {
        this.#subscriptions.add(subscription);
        turn.onEnd(() => this.#subscriptions.delete(subscription));
      },
    });
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
