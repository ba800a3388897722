import type { IncomingMessage } from 'node:http';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { CloseCode, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { ConcordatError } from '../../../errors/ConcordatError.ts';
import { CallerSubscriptions } from '../CallerSubscriptions.ts';
import { endingIterator } from '../endingIterator.ts';
import type { LiveConnection } from '../LiveConnections.ts';
import { readKind, RefusedOperation } from '../parseLiveOperation.ts';
import { executeQuery } from './executeQuery.ts';
import { operationState } from './operationState.ts';
import { SocketTransport } from './SocketTransport.ts';
import type { SocketServerParts } from './SocketServer.ts';

/** What is to be done for an operation; graphql-ws hands it on as GraphQL's context value. */
class Execution {
  readonly run: () => Promise<ExecutionResult> | AsyncGenerator<never, undefined>;

  constructor(run: Execution['run']) {
    this.run = run;
  }
}

/** One socket: who it is, and what runs on it. */
export class Session implements LiveConnection {
  readonly #socket: WebSocket;
  readonly #request: IncomingMessage;
  readonly #parts: SocketServerParts;
  readonly #gone = new AbortController();
  #caller: CallerSubscriptions | undefined;
  #running = 0;
  #idleSince: number;
  #isAlive = true;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(socket: WebSocket, request: IncomingMessage, parts: SocketServerParts) {
    this.#socket = socket;
    this.#request = request;
    this.#parts = parts;
    this.#idleSince = performance.now();
    this.#keepAlive = setInterval(() => {
      this.#askWhetherAlive();
    }, parts.limits.keepAliveMs);
    this.#serve();
  }

  close(): void {
    this.#socket.close(1001, 'Going away');
  }

  /** What the caller may not see any more ends; with nothing left it is forbidden. */
  recheck(): void {
    this.#closeIf(this.#caller?.recheck());
  }

  /** Ends what the caller's token or agreements do not cover any more, and a socket that nobody uses. */
  check(): void {
    this.#closeIf(this.#caller?.check());
    const idle = performance.now() - this.#idleSince;
    if (this.#running === 0 && idle > this.#parts.limits.idleMs) this.#socket.close(1000, 'Idle');
  }

  #closeIf(reason: string | undefined): void {
    // Clients of graphql-ws connect again after this code, and ask for a new token.
    if (reason !== undefined) this.#socket.close(CloseCode.Forbidden, reason);
  }

  #askWhetherAlive(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #serve(): void {
    const socket = this.#socket;
    const { limits, logger } = this.#parts;
    const server = makeServer<Record<string, unknown>, undefined>({
      connectionInitWaitTimeout: limits.handshakeMs,
      onConnect: (context) => this.#identify(context),
      onSubscribe: (context, id, payload) => this.#begin(context, id, payload),
      execute: (args) => (args.contextValue instanceof Execution ? args.contextValue.run() : notBegun()),
      subscribe: (args) => (args.contextValue instanceof Execution ? args.contextValue.run() : notBegun()),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => this.#parts.formatError(error.toJSON(), error)),
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
          socket.close(code, reason);
        },
        onMessage: (take) => {
          socket.on('message', (data, isBinary) => {
            if (isBinary) {
              socket.close(CloseCode.BadRequest, 'Invalid message received');
              return;
            }
            take(textOf(data)).catch((error: unknown) => {
              logger.error({ err: error }, 'a message of a socket failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      undefined,
    );
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // What is wrong with its frames ws answers by closing; there is nobody else to tell.
    socket.on('error', () => undefined);
    socket.once('close', (code, reason) => {
      clearInterval(this.#keepAlive);
      this.#gone.abort(new ConcordatError('BAD_USER_INPUT', 'The caller has gone.'));
      this.#caller?.leave();
      void closed(code, reason.toString('utf8'));
    });
  }

  /** The token is in the request's header, or, as a page can set none, in the payload of `connection_init`. */
  async #identify({ connectionParams = {} }: Context): Promise<boolean> {
    const { headers } = this.#request;
    const fromParams = headers.authorization === undefined;
    const authorization = fromParams ? textParam(connectionParams, 'authorization') : headers.authorization;
    const purpose = headers['x-concordat-purpose'] ?? textParam(connectionParams, 'x-concordat-purpose');
    const { connections, identify, operations, now } = this.#parts;
    try {
      const asker = await identify(authorization, Array.isArray(purpose) ? purpose.join(', ') : purpose);
      const leave = connections.enter(asker.caller.consumer);
      if (leave === undefined) {
        this.#socket.close(CloseCode.Forbidden, 'TOO_MANY_REQUESTS: this consumer has too many sockets');
        return false;
      }
      this.#socket.once('close', leave);
      this.#caller = new CallerSubscriptions(asker, { servings: operations.servings, now });
      return true;
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw error;
      this.#socket.close(CloseCode.Forbidden, `${error.code}: ${error.message}`.slice(0, 120));
      return false;
    }
  }

  async #begin(
    context: Context,
    id: string,
    payload: SubscribePayload,
  ): Promise<readonly GraphQLError[] | ExecutionArgs> {
    const owner = this.#caller;
    if (owner === undefined) throw new Error('a subscription before the caller is known');
    const { asker } = owner;
    const { live, operations, limits } = this.#parts;
    if (Object.keys(context.subscriptions).length > limits.operationsPerSocket) {
      const refused = new ConcordatError(
        'LIMIT_EXCEEDED',
        `A socket has at most ${limits.operationsPerSocket} operations at once.`,
        { fix: 'End some, or open another socket.' },
      );
      return [new GraphQLError(refused.message, { originalError: refused })];
    }
    const { schema } = await operations.servings.of(asker.profile).servers.for(asker.profile);
    const state = operationState(this.#request, this.#gone.signal);
    const { limiter, limits: operationLimits } = operations;
    try {
      const { document, kind } = readKind(payload, { schema, limiter, limits: operationLimits });
      const begun = { schema, document, operationName: payload.operationName ?? null };
      if (kind !== OperationTypeNode.SUBSCRIPTION) {
        this.#started();
        const run = (): Promise<ExecutionResult> =>
          executeQuery({ payload, state, asker }, this.#parts).finally(() => {
            this.#stopped();
          });
        return { ...begun, contextValue: new Execution(run) };
      }
      const transport = new SocketTransport(this.#socket, id, () => {
        // After an error message the protocol wants no `complete`.
        Reflect.deleteProperty(context.subscriptions, id);
      });
      const subscription = live.open({
        sent: payload,
        asker,
        schema,
        state,
        transport,
      });
      this.#started();
      owner.add(subscription, () => {
        state.span.end();
        this.#stopped();
      });
      const run = (): AsyncGenerator<never, undefined> =>
        endingIterator(subscription.signal, () => {
          subscription.leave();
        });
      return { ...begun, contextValue: new Execution(run) };
    } catch (error) {
      state.span.end();
      if (error instanceof RefusedOperation) return error.errors;
      throw error;
    }
  }

  #started(): void {
    this.#running += 1;
  }

  #stopped(): void {
    this.#running -= 1;
    this.#idleSince = performance.now();
  }
}

function notBegun(): never {
  throw new Error('an operation that was not begun');
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/** A text of the payload of `connection_init`, by a name in any case. */
function textParam(params: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const found = Object.entries(params).filter(([key]) => key.toLowerCase() === name);
  const [only] = found;
  return found.length === 1 && typeof only?.[1] === 'string' ? only[1] : undefined;
}
