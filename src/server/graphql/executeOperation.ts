import type { HeaderMap, HTTPGraphQLRequest, HTTPGraphQLResponse } from '@apollo/server';
import { type DocumentNode, getOperationAST, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import { type Asker, type RequestState, requestState } from '../http/requestState.ts';
import type { AnswerShare } from '../limits/AnswerMemory.ts';
import type { DocumentLimiter } from '../limits/DocumentLimiter.ts';
import { isDeeperThan } from '../limits/isDeeperThan.ts';
import { limitExceeded } from '../limits/limitExceeded.ts';
import type { Limits } from '../limits/Limits.ts';
import { OperationBudget } from '../limits/OperationBudget.ts';
import { refusal } from './refusal.ts';
import { refusedKind } from './refusedKind.ts';
import type { Servings } from './Servings.ts';

/** What executes operations, whatever they are transported by. */
export interface OperationService {
  readonly servings: Servings;
  readonly limiter: DocumentLimiter;
  readonly limits: Limits;
}

/** One operation as its transport received it. */
export interface OperationRequest {
  readonly request: HTTPGraphQLRequest;
  readonly state: RequestState;
  readonly asker: Asker;
  /** What the answer takes of the memory for answers. */
  readonly memory: AnswerShare;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: HeaderMap;
  /** A GraphQL response as JSON. */
  readonly text: string;
}

/** The answer, or why it is too large to be sent, by itself or beside others of the consumer. */
export async function executeOperation(
  { request, state, asker, memory }: OperationRequest,
  service: OperationService,
): Promise<Answered | ConcordatError> {
  const { limits } = service;
  const { engine, servers } = service.servings.of(asker.profile);
  const { apollo, schema } = await servers.for(asker.profile);
  const budget = new OperationBudget(limits, memory);
  const execution = engine.open(asker, state, budget);
  state.budget = budget;
  state.execution = execution;
  const response = await requestState.run(state, () =>
    apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: request,
      // Here and not in a rule of validation: graphql-js's own rules run first and must not meet what is too large.
      context: () => {
        check(request, schema, service);
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

/**
 * @throws {GraphQLError} with LIMIT_EXCEEDED, or for a subscription by GET, of which Apollo Server would say that POST takes it. What
 * is no GraphQL request passes, for Apollo Server refuses it.
 */
function check(request: HTTPGraphQLRequest, schema: GraphQLSchema, service: OperationService): void {
  const { query, variables, operationName } = parametersOf(request);
  const document = withinLimits({ query, variables }, schema, service);
  if (request.method !== 'GET' || document === undefined) return;
  const kind = getOperationAST(document, operationName)?.operation;
  const refused = kind === OperationTypeNode.SUBSCRIPTION ? refusedKind(kind) : undefined;
  if (refused !== undefined) throw refused;
}

function withinLimits(
  { query, variables }: Pick<SentParameters, 'query' | 'variables'>,
  schema: GraphQLSchema,
  { limiter, limits }: OperationService,
): DocumentNode | undefined {
  try {
    if (isDeeperThan(variables, limits.variableDepth)) throw limitExceeded('variableDepth', limits);
    return typeof query === 'string' ? limiter.check(query, schema) : undefined;
  } catch (error) {
    throw error instanceof ConcordatError ? refusal(error, 400) : error;
  }
}

interface SentParameters {
  readonly query: unknown;
  readonly variables: unknown;
  /** Of a GET alone. */
  readonly operationName: string | null;
}

function parametersOf({ method, body, search }: HTTPGraphQLRequest): SentParameters {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    return {
      query: parameters.get('query'),
      variables: parsedOrNothing(parameters.get('variables')),
      operationName: parameters.get('operationName'),
    };
  }
  return {
    ...(typeof body === 'object' && body !== null
      ? { query: Reflect.get(body, 'query'), variables: Reflect.get(body, 'variables') }
      : { query: undefined, variables: undefined }),
    operationName: null,
  };
}

function parsedOrNothing(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Incremental delivery is not offered, so an answer is always whole. */
function textOf({ body }: HTTPGraphQLResponse): string {
  if (body.kind !== 'complete')
    throw new Error('an answer in parts, although @defer and @stream are not offered');
  return body.string;
}
