import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { executeOperation, type OperationService } from '../graphql/executeOperation.ts';
import { refusalHeaders, refusalStatus } from '../graphql/refusal.ts';
import type { AnswerMemory } from '../limits/AnswerMemory.ts';
import { authenticateRequests, type Identify } from './authenticateRequests.ts';
import { sendError } from './sendError.ts';

export interface GraphqlService extends OperationService {
  readonly identify: Identify;
  readonly memory: AnswerMemory;
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
    handler: (request, reply) => answer(request, reply, service),
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  service: GraphqlService,
): Promise<FastifyReply> {
  const { state } = request;
  const { asker } = state;
  if (!asker) throw new Error('a request without an asker: authenticateRequests must run before');
  const memory = service.memory.open(asker.caller.consumer);
  // Until then it is held, whether somebody reads it or not.
  reply.raw.once('close', memory.release);
  const answered = await executeOperation(
    { request: toApolloRequest(request), state, asker, memory },
    service,
  ).finally(() => state.leave?.());
  if (answered instanceof ConcordatError) {
    memory.release();
    state.codes.add(answered.code);
    const headers = Object.fromEntries(refusalHeaders(answered));
    return sendError(request, reply.headers(headers), refusalStatus(answered), answered);
  }
  const { status = 200, headers, text } = answered;
  return reply.code(status).headers(Object.fromEntries(headers)).send(text);
}

function toApolloRequest(request: FastifyRequest): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const at = request.url.indexOf('?');
  return {
    method: request.method,
    headers,
    search: at === -1 ? '' : request.url.slice(at),
    body: request.body,
  };
}
