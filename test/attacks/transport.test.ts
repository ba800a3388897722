import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, research, startClinic, tokenFor } from '../support/clinicGateway.ts';
import { toAnswer } from '../support/toAnswer.ts';

let clinic: ClinicGateway;
let authorization: string;
beforeAll(async () => {
  clinic = await startClinic();
  authorization = `Bearer ${await tokenFor(research)}`;
});
afterAll(() => clinic.close());

const query = '{ clinicVisitV1List { totalCount } }';

describe('attack 43: requests that a browser sends to foreign sites without asking', () => {
  it.each([
    ['text/plain', JSON.stringify({ query })],
    ['text/plain;charset=utf-8', JSON.stringify({ query })],
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(query)}`],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n${query}\r\n--x--\r\n`,
    ],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query })}\r\n--x--\r\n`,
    ],
    ['application/graphql', query],
    ['text/plain, application/json', JSON.stringify({ query })],
    ['', JSON.stringify({ query })],
  ])('attack 43: a POST with content-type %p', async (type, body) => {
    const response = await fetch(`${clinic.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
    });
    const answer = await toAnswer(response);
    expect(answer.status).toBe(415);
    expect(answer.data).toBeUndefined();
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  });

  it('attack 43: none of it without the header that no browser sends of its own accord', async () => {
    const get = await fetch(`${clinic.url}/graphql?query=${encodeURIComponent(query)}`);
    const cookie = await fetch(`${clinic.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { cookie: `authorization=${authorization}` },
    });
    expect([get.status, cookie.status]).toEqual([401, 401]);
  });

  it('attack 43: no other site may read an answer', async () => {
    const response = await fetch(`${clinic.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { authorization, origin: 'https://evil.example' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${clinic.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.ok).toBe(false);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('attack 43: a GET that would change state', async () => {
    for (const document of [
      'mutation { a }',
      'subscription { a }',
      'query A { __typename } mutation B { a }',
    ]) {
      const parameters = new URLSearchParams({
        query: document,
        ...(document.includes('query A') && { operationName: 'B' }),
      });
      const answer = await toAnswer(
        await fetch(`${clinic.url}/graphql?${parameters.toString()}`, { headers: { authorization } }),
      );
      expect([400, 405]).toContain(answer.status);
      expect(answer.data).toBeUndefined();
    }
  });

  it('attack 43: an array of parameters', async () => {
    const twice = `query=${encodeURIComponent(query)}&query=${encodeURIComponent('{ __typename }')}`;
    const answer = await toAnswer(
      await fetch(`${clinic.url}/graphql?${twice}`, { headers: { authorization } }),
    );
    expect(answer.status).toBe(400);
  });
});

/** Sends raw bytes and gives what comes back until the server closes the connection. */
function exchange(head: string, chunk: Buffer, chunks: number): Promise<{ text: string; sent: number }> {
  const { port, hostname } = new URL(clinic.url);
  const { promise, resolve } = Promise.withResolvers<{ text: string; sent: number }>();
  const socket = connect(Number(port), hostname);
  let text = '';
  let sent = 0;
  const pump = () => {
    while (sent < chunks && socket.writable) {
      sent += 1;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('connect', () => {
    socket.write(head);
    pump();
  });
  socket.on('drain', pump);
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    resolve({ text, sent });
  });
  return promise;
}

describe('who asks is said once', () => {
  it.each([
    ['a second', (good: string) => [good, 'Bearer x.y.z']],
    ['an empty second', (good: string) => [good, '']],
    ['the same twice', (good: string) => [good, good]],
  ])('attack 40: %s Authorization header', async (_what, values) => {
    const lines = values(authorization).map((value) => `Authorization: ${value}\r\n`);
    const { text } = await exchange(
      `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('')}\r\n`,
      Buffer.of(),
      0,
    );
    expect(text).toMatch(/^HTTP\/1\.1 401/);
    expect(text).toContain('"code":"UNAUTHENTICATED"');
  });
});

describe('what cannot be decoded', () => {
  it('a URL that is no text', async () => {
    const { text } = await exchange(
      'GET /%00%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      Buffer.of(),
      0,
    );
    expect(text).toMatch(/^HTTP\/1\.1 400/);
    expect(text).toMatch(/cache-control: no-store/i);
    expect(text).toContain('"code":"BAD_USER_INPUT"');
    expect(text).not.toContain('%ff');
  });

  it.each([
    ['application/json', 400, Buffer.of(0x22, 0xc3, 0x28, 0x22)],
    ['application/json', 400, Buffer.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['application/json; charset=utf-16', 415, Buffer.from('"v1"')],
    ['application/json; charset="latin1"', 415, Buffer.from('"v1"')],
    ['application/json; charset=utf-8; charset=utf-7', 415, Buffer.from('"v1"')],
    ['application/json; charset=UTF-8', 200, Buffer.from('"v1"')],
    ['application/json;charset="utf-8"', 200, Buffer.from('"vé1"')],
  ])('a body as %s is read as it is or not at all', async (type, status, id) => {
    const document = 'query ($id: ID!) { clinicVisitV1(visitId: $id) { visitId } }';
    const response = await fetch(`${clinic.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: Buffer.concat([
        Buffer.from(`{"query":${JSON.stringify(document)},"variables":{"id":`),
        id,
        Buffer.from('}}'),
      ]),
    });
    expect(response.status).toBe(status);
    const answer = await toAnswer(response);
    expect(answer.codes).toEqual(status === 200 ? [] : ['BAD_USER_INPUT']);
  });
});

describe('attack 46: more than anybody needs', () => {
  const megabyte = Buffer.alloc(1024 * 1024, 0x20);

  it('attack 46: 100 MB body, announced', async () => {
    const { text, sent } = await exchange(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${100 * megabyte.length}\r\n\r\n`,
      megabyte,
      100,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413/);
    expect(text).toContain('LIMIT_EXCEEDED');
    expect(sent).toBeLessThan(50);
  });

  it('attack 46: 100 MB body, in chunks', async () => {
    const chunk = Buffer.concat([
      Buffer.from(`${megabyte.length.toString(16)}\r\n`),
      megabyte,
      Buffer.from('\r\n'),
    ]);
    const before = process.memoryUsage().rss;
    const { text, sent } = await exchange(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      chunk,
      100,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413/);
    expect(sent).toBeLessThan(50);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * megabyte.length);
  });

  it('attack 46: 100 MB body of nobody', async () => {
    const { text } = await exchange(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${100 * megabyte.length}\r\n\r\n`,
      megabyte,
      100,
    );
    expect(text).toMatch(/^HTTP\/1\.1 401/);
  });

  it('attack 46: a body that is announced smaller than it is, or not a number', async () => {
    for (const length of ['-1', '1e9', '9'.repeat(40), '10, 10']) {
      const { text } = await exchange(
        `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
        Buffer.from('{}'),
        1,
      );
      expect(text).toMatch(/^HTTP\/1\.1 4\d\d/);
    }
  });

  it('attack 46: headers without end', async () => {
    const { text } = await exchange(
      'GET /graphql HTTP/1.1\r\n',
      Buffer.from(`x-padding: ${'x'.repeat(1_000)}\r\n`),
      1_000,
    );
    expect(text === '' || text.startsWith('HTTP/1.1 431')).toBe(true);
  });

  it('attack 47: a compressed bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * megabyte.length, 0x20));
    for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
      const response = await fetch(`${clinic.url}/graphql`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'content-encoding': encoding },
        body: bomb,
      });
      expect(response.status).toBe(415);
    }
  });

  it('still answers others', async () => {
    expect((await clinic.ask({ query })).status).toBe(200);
  });
});

describe('attack 48: clients that take their time', () => {
  let slow: ClinicGateway;
  beforeAll(async () => {
    slow = await startClinic({ timeouts: { headers: 500, request: 1_000 } });
  });
  afterAll(() => slow.close());

  it.each([
    ['headers', 'GET /graphql HTTP/1.1\r\nHost: x\r\n'],
    [
      'body',
      `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: AUTHORIZATION\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    ],
  ])('attack 48: slow %s', async (_what, head) => {
    const { port, hostname } = new URL(slow.url);
    const started = performance.now();
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(head.replace('AUTHORIZATION', authorization));
    const drip = setInterval(() => socket.write('x'), 100);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408/);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
