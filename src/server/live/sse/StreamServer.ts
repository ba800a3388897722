import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { deprecationHeaders } from '../../../../resolvers/context/deprecationHeaders.ts';
import type { OperationService } from '../../graphql/executeOperation.ts';
import type { ConcordatError } from '../../../errors/ConcordatError.ts';
import { loggedName } from '../../http/loggedName.ts';
import { requestState } from '../../http/requestState.ts';
import { retryAfterSeconds } from '../../limits/tooManyRequests.ts';
import type { Timeouts } from '../../Timeouts.ts';
import { CallerSubscriptions } from '../CallerSubscriptions.ts';
import type { LiveConnection, LiveConnections } from '../LiveConnections.ts';
import type { LiveLimits } from '../LiveLimits.ts';
import type { LiveRequest, LiveService } from '../LiveService.ts';
import type { LiveSubscription } from '../LiveSubscription.ts';
import { type ReadKind, readKind, RefusedOperation } from '../parseLiveOperation.ts';
import { eventStream, wholeStream } from './events.ts';
import { tooManySockets } from '../tooManySockets.ts';
import { EventStream } from './EventStream.ts';
import { readSent } from './readSent.ts';
import { refusedStatus } from './refusedStatus.ts';

export interface StreamServerParts {
  readonly live: LiveService;
  readonly connections: LiveConnections;
  readonly operations: OperationService;
  readonly limits: LiveLimits;
  readonly timeouts: Timeouts;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Subscriptions over HTTP as event streams, each on a request of its own: the distinct connections mode of graphql-sse. */
export class StreamServer {
  readonly #parts: StreamServerParts;

  constructor(parts: StreamServerParts) {
    this.#parts = parts;
  }

  /** Answers a request that holds a subscription, of a caller who is known. False for any other, which is left as it is. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { state } = request;
    const sent = readSent(request);
    if (sent === undefined || state.asker === undefined) return false;
    const { asker } = state;
    const { schema } = await this.#parts.operations.servings.of(asker.profile).servers.for(asker.profile);
    const read = this.#readKind({ sent, schema });
    if (read?.kind !== OperationTypeNode.SUBSCRIPTION) return false;
    if (read.name !== undefined) state.operationName = loggedName(read.name);
    if (state.gone.aborted) {
      reply.hijack();
      return true;
    }
    const leave = this.#parts.connections.enter(asker.caller.consumer);
    if (leave === undefined) {
      this.#refuse(request, reply, [asGraphql(tooManySockets())]);
      return true;
    }
    reply.raw.once('close', leave);
    try {
      await this.#follow(request, reply, { sent, schema, asker });
    } catch (error) {
      if (!(error instanceof RefusedOperation)) throw error;
      this.#refuse(request, reply, error.errors);
    }
    return true;
  }

  async #follow(
    request: FastifyRequest,
    reply: FastifyReply,
    { sent, schema, asker }: Pick<LiveRequest, 'sent' | 'schema' | 'asker'>,
  ): Promise<void> {
    const { live, connections, operations, limits, timeouts, now } = this.#parts;
    const { state } = request;
    // The request stays as long as the stream; what was sent with it, nobody needs any more.
    request.body = undefined;
    const stream = new EventStream(reply.raw, {
      begin: () => {
        beginStream(request, reply, subscription);
      },
      ...{ keepAliveMs: limits.keepAliveMs, cursorMs: limits.cursorMs, stallMs: limits.stallMs, timeouts },
      ofConsumer: live.waitingOf(asker.caller.consumer),
    });
    const subscription = live.open({
      ...{ sent, asker, schema, state, transport: stream, lastCursor: lastEventId(request) },
    });
    const caller = new CallerSubscriptions(asker, { servings: operations.servings, now });
    const connection: LiveConnection = {
      kind: 'event_stream',
      check: () => {
        caller.check();
      },
      recheck: () => {
        caller.recheck();
      },
      close: () => {
        stream.end();
      },
    };
    connections.add(connection);
    caller.add(subscription, () => {
      connections.remove(connection);
    });
    reply.raw.once('close', () => {
      subscription.leave();
    });
    const refused = await stream.refused();
    if (refused === undefined) reply.hijack();
    else this.#send(request, reply, refused);
  }

  /** Whoever reads queries says what is wrong with a document that cannot be read. */
  #readKind({ sent, schema }: Pick<LiveRequest, 'sent' | 'schema'>): ReadKind | undefined {
    const { limiter, limits } = this.#parts.operations;
    try {
      return readKind(sent, { schema, limiter, limits });
    } catch (error) {
      if (error instanceof RefusedOperation) return undefined;
      throw error;
    }
  }

  #refuse(request: FastifyRequest, reply: FastifyReply, errors: readonly GraphQLError[]): void {
    const { formatError } = this.#parts;
    const formatted = requestState.run(request.state, () =>
      errors.map((error) => formatError(error.toJSON(), error)),
    );
    this.#send(request, reply, formatted);
  }

  /** Nothing has begun: it is answered as a query that is refused, or on a stream of its own that says so and no more. */
  #send({ state }: FastifyRequest, reply: FastifyReply, errors: readonly GraphQLFormattedError[]): void {
    for (const { extensions } of errors) {
      const code = extensions?.['code'];
      if (typeof code === 'string') state.codes.add(code);
    }
    const status = refusedStatus(errors);
    if (status === undefined) {
      void reply.type(eventStream).send(wholeStream(JSON.stringify({ errors })));
      return;
    }
    if (status === 429) reply.header('retry-after', retryAfterSeconds);
    void reply.code(status).type('application/json; charset=utf-8').send({ errors });
  }
}

/** Sends the headers of an event stream; from here on nothing of Fastify's touches it. */
function beginStream({ state }: FastifyRequest, reply: FastifyReply, { access }: LiveSubscription): void {
  reply.hijack();
  const deprecation = deprecationHeaders({ accesses: { contracts: () => [access] } });
  reply.headers({
    ...Object.fromEntries(deprecation),
    'content-type': eventStream,
    // A stream ends with its connection, so that a gateway which shuts down waits for none.
    connection: 'close',
    // What stands between and collects answers (nginx) hands this one on as it comes.
    'x-accel-buffering': 'no',
  });
  const headers = Object.entries(reply.getHeaders());
  reply.raw.writeHead(200, Object.fromEntries(headers.filter(([, value]) => value !== undefined)));
  state.isStream = true;
  state.measure?.(200);
}

/** The id of the last event that a client got; EventSource sends it when it connects again. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function asGraphql(error: ConcordatError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}
