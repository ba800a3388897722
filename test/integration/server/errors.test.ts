import { describe, expect, it } from '@jest/globals';
import { rawValue, stubServer } from '../../support/stubEngine.ts';

type Answer = {
  data?: Record<string, unknown>;
  errors?: { message: string; extensions: Record<string, unknown> }[];
};

async function ask(query: string, variables: Record<string, unknown> = {}, method: 'GET' | 'POST' = 'POST') {
  const stub = stubServer();
  const authorization = 'Bearer good';
  const response = await stub.server.inject(
    method === 'GET'
      ? {
          url: '/graphql',
          query: { query, variables: JSON.stringify(variables) },
          headers: { authorization },
        }
      : {
          method,
          url: '/graphql',
          headers: { authorization, 'content-type': 'application/json' },
          payload: JSON.stringify({ query, variables }),
        },
  );
  return {
    status: response.statusCode,
    headers: response.headers,
    answer: response.json<Answer>(),
    text: response.body,
    log: stub.logText(),
  };
}

describe('what a consumer sees of an error', () => {
  it('is code, message and fix of a ConcordatError', async () => {
    const { answer } = await ask('{ fails(how: "concordat") }');
    expect(answer.errors?.[0]).toMatchObject({
      message: 'The cursor is not one of ours.',
      path: ['fails'],
      extensions: { code: 'CURSOR_INVALID', fix: 'Start anew.' },
    });
  });

  it.each(['operator', 'database', 'anything'])(
    'is a constant and the trace id for %s errors',
    async (how) => {
      const { answer, text, log } = await ask('query ($how: String!) { fails(how: $how) }', { how });
      expect(answer.errors?.[0]?.message).toBe('Something went wrong on our side.');
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect(text).not.toContain(rawValue);
      expect(log).toContain(answer.errors?.[0]?.extensions['traceId']);
      expect(log).not.toContain(rawValue);
    },
  );

  it('never holds the raw value that a scalar could not serialize', async () => {
    const { answer, text, log } = await ask('{ broken }');
    expect(answer.errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(text + log).not.toContain(rawValue);
  });

  it('is what graphql-js says of the caller’s own document', async () => {
    const { status, answer } = await ask('{ helo }');
    expect(status).toBe(400);
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Cannot query field "helo" on type "Query". Did you mean "hello"?',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  });

  it('is what graphql-js says of the caller’s own variables', async () => {
    const { status, answer } = await ask('query ($n: Int) { saleList(first: $n) { totalCount } }', {
      n: 'many',
    });
    expect(status).toBe(400);
    expect(answer.errors?.[0]?.message).toContain('Int cannot represent non-integer value: "many"');
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('is what graphql-js says of an argument that execution refuses', async () => {
    const { answer } = await ask('query ($id: ID = "1") { sale(saleId: $id) { saleId } }', { id: null });
    expect(answer.errors?.[0]?.message).toContain('must not be null');
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it.each([
    [
      'mutation { a }',
      'Mutations are not served: contracts are read only.',
      'Send a query or a subscription.',
    ],
    [
      'subscription { a }',
      'A subscription is not answered with JSON.',
      'Subscribe at this URL over WebSocket (graphql-transport-ws), or send `accept: text/event-stream` (graphql-sse).',
    ],
  ])('is what is not served, for %s', async (query, message, fix) => {
    const { status, answer, log, headers } = await ask(query);
    expect(status).toBe(400);
    expect(answer).toEqual({
      errors: [{ message, extensions: { code: 'BAD_USER_INPUT', fix, traceId: headers['x-request-id'] } }],
    });
    expect(log).not.toContain('"level":"error"');
  });

  it('is how to subscribe, for a subscription by GET too', async () => {
    for (const query of ['subscription { a }', 'subscription A { a } # { a }']) {
      const { status, answer } = await ask(query, {}, 'GET');
      expect([status, answer]).toEqual([
        400,
        {
          errors: [
            {
              message: 'A subscription is not answered with JSON.',
              extensions: {
                ...{ code: 'BAD_USER_INPUT', traceId: expect.any(String) },
                fix: expect.stringContaining('`accept: text/event-stream`'),
              },
            },
          ],
        },
      ]);
    }
    const mutation = await ask('mutation { a }', {}, 'GET');
    expect([mutation.status, mutation.headers['allow']]).toEqual([405, 'POST']);
  });

  it.each([
    ['what is no GraphQL', '{ a('],
    ['an unknown field', '{ helo }'],
    ['a wrong variable', 'query ($n: Int!) { saleList(first: $n) { totalCount } }'],
    ['too much', '{ saleList(first: 500) { nodes { related(first: 500) { totalCount } } } }'],
    ['a cursor that is wrong', '{ fails(how: "concordat") }'],
    ['no query', ''],
    ['a failure', '{ fails(how: "anything") }'],
  ])('has the trace id by which the log knows the request, for %s', async (_what, query) => {
    for (const method of ['GET', 'POST'] as const) {
      const { answer, log, headers } = await ask(query, {}, method);
      const traceIds = answer.errors?.map(({ extensions }) => extensions['traceId']);
      expect(traceIds).toContain(headers['x-request-id']);
      expect(new Set(traceIds).size).toBe(1);
      expect(log).toContain(`"traceId":"${String(headers['x-request-id'])}"`);
    }
  });

  it('has no stack', async () => {
    const { text } = await ask('{ fails(how: "anything") }');
    expect(text).not.toMatch(/stack|at Object|\.ts:/);
  });
});

describe('an answer whose access cannot be recorded', () => {
  it('is not given', async () => {
    const stub = stubServer({ execution: { finish: () => Promise.reject(new Error(rawValue)) } });
    const response = await stub.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer good' },
      payload: { query: '{ hello }' },
    });
    expect(response.statusCode).toBe(500);
    expect(response.json<Answer>().errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(response.body).not.toContain('world');
    expect(response.body + stub.logText()).not.toContain(rawValue);
  });
});
