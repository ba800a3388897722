import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { executeOperation, type OperationService } from '../graphql/executeOperation.ts';
import { refusalHeaders, refusalStatus } from '../graphql/refusal.ts';
import type { AnswerMemory } from '../limits/AnswerMemory.ts';
import { authenticateRequests, type Identify } from './authenticateRequests.ts';
import { eventStream, wholeStream } from '../live/sse/events.ts';
import { prefersEvents } from '../live/sse/prefersEvents.ts';
import { searchOf } from '../live/sse/readSent.ts';
import type { StreamServer } from '../live/sse/StreamServer.ts';
import { sendError, toldError } from './sendError.ts';

export interface GraphqlService extends OperationService {
  readonly identify: Identify;
  readonly memory: AnswerMemory;
  /** Subscriptions over event streams, where subscriptions are served. */
  readonly streams?: StreamServer | undefined;
}

/** `/graphql` over HTTP: who asks is settled first, then the limits, and only then does anything read GraphQL in earnest. */
export function serveGraphql(server: FastifyInstance, service: GraphqlService): void {
  server.route({
    // Apollo Server answers the methods that GraphQL does not use, as the specification of GraphQL over HTTP wants.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    bodyLimit: service.limits.bodyBytes,
    exposeHeadRoute: false,
    // Before the body is read: a stranger can't make the gateway work.
    onRequest: authenticateRequests(service.identify),
    handler: async (request, reply) => {
      const asEvents = prefersEvents(request.headers.accept);
      if (asEvents && (await service.streams?.answer(request, reply)) === true) return reply;
      return answer(request, reply, { ...service, asEvents });
    },
  });
}

/** Of an operation that is wrong in itself; on an event stream it is told as its only event, see `refusedStatus`. */
const operationRefused = 400;

interface AnswerParts extends GraphqlService {
  /** Whether the answer is wanted as an event stream, in which it is the only event. */
  readonly asEvents: boolean;
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  service: AnswerParts,
): Promise<FastifyReply> {
  const { state } = request;
  const { asker } = state;
  if (!asker) throw new Error('a request without an asker: authenticateRequests must run before');
  const memory = service.memory.open(asker.caller.consumer);
  // Until then it is held, whether somebody reads it or not.
  reply.raw.once('close', memory.release);
  const answered = await executeOperation(
    { request: toApolloRequest(request, service.asEvents), state, asker, memory },
    service,
  ).finally(() => state.leave?.());
  if (answered instanceof ConcordatError) {
    memory.release();
    state.codes.add(answered.code);
    const headers = Object.fromEntries(refusalHeaders(answered));
    const status = refusalStatus(answered);
    if (service.asEvents && status === operationRefused)
      return reply
        .type(eventStream)
        .send(wholeStream(JSON.stringify({ errors: [toldError(answered, state.trace)] })));
    return sendError(request, reply.headers(headers), status, answered);
  }
  const { status = 200, headers, text } = answered;
  if (service.asEvents && (status === 200 || status === operationRefused)) {
    headers.set('content-type', eventStream);
    return reply.headers(Object.fromEntries(headers)).send(wholeStream(text));
  }
  return reply.code(status).headers(Object.fromEntries(headers)).send(text);
}

function toApolloRequest(request: FastifyRequest, asEvents: boolean): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // Apollo Server makes no event streams.
  if (asEvents) headers.set('accept', 'application/json');
  return {
    method: request.method,
    headers,
    search: searchOf(request),
    body: request.body,
  };
}
