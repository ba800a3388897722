import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { GraphqlEngine } from '../graphql/GraphqlEngine.ts';
import { refusal, refusalHeaders, refusalStatus } from '../graphql/refusal.ts';
import type { SchemaServers } from '../graphql/SchemaServers.ts';
import type { DocumentLimiter } from '../limits/DocumentLimiter.ts';
import { isDeeperThan } from '../limits/isDeeperThan.ts';
import { limitExceeded } from '../limits/limitExceeded.ts';
import type { Limits } from '../limits/Limits.ts';
import type { AnswerMemory, AnswerShare } from '../limits/AnswerMemory.ts';
import { OperationBudget } from '../limits/OperationBudget.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { authenticateRequests, type Identify } from './authenticateRequests.ts';
import { type Asker, requestState } from './requestState.ts';
import { sendError } from './sendError.ts';

export interface GraphqlService {
  readonly identify: Identify;
  readonly engine: GraphqlEngine;
  readonly servers: SchemaServers;
  readonly limiter: DocumentLimiter;
  readonly limits: Limits;
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
  const answered = await execute(request, asker, memory, service).finally(() => state.leave?.());
  if (answered instanceof ConcordatError) {
    memory.release();
    state.codes.add(answered.code);
    const headers = Object.fromEntries(refusalHeaders(answered));
    return sendError(request, reply.headers(headers), refusalStatus(answered), answered);
  }
  const { status = 200, headers, text } = answered;
  return reply.code(status).headers(Object.fromEntries(headers)).send(text);
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: HeaderMap;
  readonly text: string;
}

/** The answer, or why it is too large to be sent, by itself or beside others of the consumer. */
async function execute(
  request: FastifyRequest,
  asker: Asker,
  memory: AnswerShare,
  service: GraphqlService,
): Promise<Answered | ConcordatError> {
  const { state } = request;
  const { limits } = service;
  const { apollo, schema } = await service.servers.for(asker.profile);
  const budget = new OperationBudget(limits, memory);
  const execution = service.engine.open(asker, state, budget);
  state.budget = budget;
  state.execution = execution;
  const httpGraphQLRequest = toApolloRequest(request);
  const response = await requestState.run(state, () =>
    apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      // Here and not in a rule of validation: graphql-js's own rules run first and must not meet what is too large.
      context: () => {
        checkLimits(httpGraphQLRequest, schema, service);
        return Promise.resolve(execution.context);
      },
    }),
  );
  const text = textOf(response);
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.answerBytes) return limitExceeded('answerBytes', limits);
  const refused = memory.take(bytes);
  return refused ?? { status: response.status, headers: response.headers, text };
}

/** @throws {GraphQLError} with LIMIT_EXCEEDED; what is no GraphQL request passes, for Apollo Server refuses it. */
function checkLimits(request: HTTPGraphQLRequest, schema: GraphQLSchema, service: GraphqlService): void {
  try {
    const { query, variables } = parametersOf(request);
    if (isDeeperThan(variables, service.limits.variableDepth)) {
      throw limitExceeded('variableDepth', service.limits);
    }
    if (typeof query === 'string') service.limiter.check(query, schema);
  } catch (error) {
    throw error instanceof ConcordatError ? refusal(error, 400) : error;
  }
}

function parametersOf({ method, body, search }: HTTPGraphQLRequest): { query: unknown; variables: unknown } {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    return { query: parameters.get('query'), variables: parsedOrNothing(parameters.get('variables')) };
  }
  return typeof body === 'object' && body !== null
    ? { query: Reflect.get(body, 'query'), variables: Reflect.get(body, 'variables') }
    : { query: undefined, variables: undefined };
}

function parsedOrNothing(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
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

/** Incremental delivery is not offered, so an answer is always whole. */
function textOf({ body }: HTTPGraphQLResponse): string {
  if (body.kind !== 'complete')
    throw new Error('an answer in parts, although @defer and @stream are not offered');
  return body.string;
}
