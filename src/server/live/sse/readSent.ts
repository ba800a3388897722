import { z } from 'zod';
import type { SentOperation } from '../parseLiveOperation.ts';

const sentShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** The query of a URL with its question mark; empty where there is none. */
export function searchOf({ url }: Pick<SentRequest, 'url'>): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}

/** The operation that an HTTP request holds; undefined where there is none, or it is not in the form of one. */
export function readSent(request: SentRequest): SentOperation | undefined {
  switch (request.method) {
    case 'POST':
      return sentShape.safeParse(request.body).data;
    case 'GET':
      return sentShape.safeParse(parametersOf(searchOf(request))).data;
    default:
      return undefined;
  }
}

/** A parameter that is there twice says nothing. */
function parametersOf(search: string): Readonly<Record<string, unknown>> | undefined {
  const parameters = new URLSearchParams(search);
  const names = ['query', 'operationName', 'variables'];
  if (names.some((name) => parameters.getAll(name).length > 1)) return undefined;
  try {
    const variables = parameters.get('variables');
    return {
      query: parameters.get('query'),
      operationName: parameters.get('operationName'),
      variables: variables === null ? null : JSON.parse(variables),
    };
  } catch {
    return undefined;
  }
}
