import { describe, expect, it } from '@jest/globals';
import { stubServer } from '../../support/stubEngine.ts';

const good = { authorization: 'Bearer good' };

describe('/graphql', () => {
  it('answers POST and GET', async () => {
    const { server } = stubServer();
    const post = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: good,
      payload: { query: '{ hello }' },
    });
    const get = await server.inject({ url: '/graphql?query={hello}', headers: good });
    expect([post.statusCode, post.json()]).toEqual([200, { data: { hello: 'world' } }]);
    expect([get.statusCode, get.json()]).toEqual([200, { data: { hello: 'world' } }]);
  });

  it('speaks application/graphql-response+json to those who accept it', async () => {
    const { server } = stubServer();
    const headers = { ...good, accept: 'application/graphql-response+json' };
    const post = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers,
      payload: { query: '{ hello }' },
    });
    expect(post.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
    const stranger = await server.inject({
      url: '/graphql?query={hello}',
      headers: { accept: headers.accept },
    });
    expect(stranger.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('refuses a stranger in the shape of a GraphQL response, before it reads the body', async () => {
    const { server } = stubServer();
    for (const payload of ['{ not json', 'x'.repeat(2_000_000)]) {
      const response = await server.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json' },
        payload,
      });
      expect(response.statusCode).toBe(401);
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(response.json()).toEqual({
        errors: [
          {
            message: 'No valid token.',
            extensions: {
              ...{ code: 'UNAUTHENTICATED', fix: 'Send one.' },
              traceId: response.headers['x-request-id'],
            },
          },
        ],
      });
    }
  });

  it('sends the headers of a private answer', async () => {
    const { server } = stubServer();
    const { headers } = await server.inject({ url: '/graphql?query={hello}', headers: good });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      vary: 'Accept, Authorization, X-Concordat-Purpose',
      'x-content-type-options': 'nosniff',
    });
  });

  it('adds what stands behind an answer, as extensions and headers', async () => {
    const { server } = stubServer({
      execution: {
        finish: () =>
          Promise.resolve({
            extensions: { contracts: [{ name: 'sale' }] },
            headers: new Map([['deprecation', '@1788220800']]),
          }),
      },
    });
    const response = await server.inject({ url: '/graphql?query={hello}', headers: good });
    expect(response.json()).toMatchObject({ extensions: { contracts: [{ name: 'sale' }] } });
    expect(response.headers['deprecation']).toBe('@1788220800');
  });

  it('answers introspection whatever NODE_ENV says', async () => {
    const { server } = stubServer();
    const response = await server.inject({
      url: '/graphql?query={__schema{queryType{name}}}',
      headers: good,
    });
    expect(response.json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
  });

  it('answers other methods with 405 and other paths with 404, as JSON', async () => {
    const { server } = stubServer();
    const put = await server.inject({
      method: 'PUT',
      url: '/graphql',
      headers: good,
      payload: { query: '{hello}' },
    });
    expect([put.statusCode, put.headers['allow']]).toEqual([405, 'GET, POST']);
    const none = await server.inject({ url: '/admin?token=abc' });
    expect(none.statusCode).toBe(404);
    expect(none.json()).toHaveProperty('errors');
  });
});

describe('the log', () => {
  it('has one line a request, with who asked and how it went, and no value, document or variable', async () => {
    const stub = stubServer();
    await stub.server.inject({
      method: 'POST',
      url: '/graphql?tenant=secret-in-url',
      headers: {
        ...good,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'x-request-id': 'close-2026-11',
      },
      payload: {
        query: 'query MonthlyClose($id: ID!) { sale(saleId: $id) { saleId } }',
        operationName: 'MonthlyClose',
        variables: { id: 'secret-variable' },
      },
    });
    const lines = stub.logLines();
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'request',
        method: 'POST',
        path: '/graphql',
        status: 200,
        durationMs: expect.any(Number),
        consumer: 'revenue-close',
        purpose: 'REVENUE_CLOSE',
        operationName: 'MonthlyClose',
        traceId: '0af7651916cd43dd8448eb211c80319c',
        requestId: 'close-2026-11',
      },
    ]);
    expect(stub.logText()).not.toMatch(/secret|good|saleId/);
  });

  it('cuts credentials out of what is logged by mistake', async () => {
    const { createLogger } = await import('../../../src/server/logging/createLogger.ts');
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    logger.info({
      token: 'secret',
      headers: { authorization: 'secret' },
      req: { url: 'secret' },
      x: { variables: 'secret' },
    });
    expect(lines.join('')).not.toContain('secret');
  });
});

describe('probes', () => {
  it('live: always; ready: with a database and not while closing', async () => {
    const ready = stubServer();
    expect((await ready.server.inject('/livez')).statusCode).toBe(200);
    expect((await ready.server.inject('/readyz')).statusCode).toBe(200);
    const lost = stubServer({ obstacle: () => Promise.reject(new Error('down')) });
    expect((await lost.server.inject('/livez')).statusCode).toBe(200);
    expect((await lost.server.inject('/readyz')).statusCode).toBe(503);
    const closing = stubServer({ isClosing: () => true });
    expect((await closing.server.inject('/readyz')).statusCode).toBe(503);
  });

  it('does not wait for a database that does not answer', async () => {
    const hanging = stubServer({ obstacle: () => new Promise(() => undefined) });
    expect((await hanging.server.inject('/readyz')).statusCode).toBe(503);
  });
});
