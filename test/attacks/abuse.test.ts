import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, methods, research, startClinic, tokenFor } from '../support/clinicGateway.ts';
import { toAnswer } from '../support/toAnswer.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

/** Far more than a refusal takes, far less than what the attack would cost. */
const generous = 5_000;

async function timed<T>(work: Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work;
  expect(performance.now() - started).toBeLessThan(generous);
  return result;
}

/** `levels` fields inside one another, the innermost a leaf; the schema has no cycle, so `__type` makes the depth. */
const deep = (levels: number) =>
  `{ __type(name: "Query") { ${'ofType { '.repeat(levels - 2)} name ${'}'.repeat(levels - 2)} } }`;

describe.each(methods)('over %s', (method) => {
  it('attack 1: depth one over the limit', async () => {
    expect((await clinic.ask({ method, query: deep(12) })).errors).toEqual([]);
    const answer = await clinic.ask({ method, query: deep(13) });
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: 'The operation is nested deeper than 12 levels.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
      },
    ]);
  });

  it('attack 1: depth one over the limit, through fragments, in an operation that is not named', async () => {
    const nested = `query A { __typename } query B { __type(name: "Query") { ${'ofType { '.repeat(6)} ...F ${'}'.repeat(6)} } } fragment F on __Type { ${'ofType { '.repeat(5)} name ${'}'.repeat(5)} }`;
    const answer = await clinic.ask({ method, query: nested, operationName: 'A' });
    expect(answer.codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('attack 4: cyclic fragments', async () => {
    for (const query of [
      '{ __type(name: "Query") { ...A } } fragment A on __Type { ...B } fragment B on __Type { ...A }',
      '{ __type(name: "Query") { ...A } } fragment A on __Type { ofType { ...A } }',
      'fragment A on Query { ...A ...A } { ...A }',
    ]) {
      const answer = await timed(clinic.ask({ method, query }));
      expect(answer.status).toBe(400);
      expect(answer.data).toBeUndefined();
      expect(answer.text).toMatch(/Cannot spread fragment/);
    }
  });

  it.each([
    ['first', 1e9],
    ['first', 501],
    ['last', 1e9],
  ])('attack 7: %s: $n with %d by variable', async (argument, n) => {
    const query = `query ($n: Int) { clinicVisitV1List(${argument}: $n) { nodes { visitId } } }`;
    const answer = await clinic.ask({ method, query, variables: { n } });
    expect(answer.codes).toEqual(['LIMIT_EXCEEDED']);
    expect(answer.data ?? null).toBeNull();
  });

  it('attack 7: pages that are small each and large together', async () => {
    const list = (at: number) => `a${at}: clinicVisitV1List(first: 500) { nodes { visitId } }`;
    const query = (count: number) => `{ ${Array.from({ length: count }, (_, at) => list(at)).join(' ')} }`;
    expect((await clinic.ask({ method, query: query(10) })).codes).toEqual([]);
    const answer = await clinic.ask({ method, query: query(11) });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]?.message).toBe('The operation may return more than 5000 rows.');
  });

  it('attack 7: links within pages count too', async () => {
    const query = (count: number) =>
      `{ ${Array.from({ length: count }, (_, at) => `a${at}: clinicVisitV1List(first: 500) { nodes { history { visitCount } } }`).join(' ')} }`;
    expect((await clinic.ask({ method, query: query(5) })).codes).toEqual([]);
    expect((await clinic.ask({ method, query: query(6) })).codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it('attack 9: deep and/or', async () => {
    const literal = `{ clinicVisitV1List(where: ${'{and:['.repeat(300)}${']}'.repeat(300)}) { totalCount } }`;
    const answer = await timed(clinic.ask({ method, query: literal }));
    expect(answer.codes).toEqual(['LIMIT_EXCEEDED']);
  });
});

describe('in a body', () => {
  it('attack 2: 10,000 aliases of a root field', async () => {
    const query = (count: number) =>
      `{ ${Array.from({ length: count }, (_, at) => `a${at}: clinicVisitV1(visitId: "v1") { visitId }`).join(' ')} }`;
    expect((await timed(clinic.ask({ query: query(10_000) }))).codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await clinic.ask({ query: query(21) })).errors[0]?.message).toContain('more than 20 root fields');
    const typenames = `{ ${Array.from({ length: 51 }, (_, at) => `a${at}: __typename`).join(' ')} }`;
    expect((await clinic.ask({ query: typenames })).errors[0]?.message).toContain('more than 50 aliases');
  });

  it('attack 2: versions of versions of the catalog', async () => {
    const query = (roots: number) =>
      `{ ${Array.from({ length: roots }, (_, at) => `a${at}: contracts { ...F }`).join(' ')} } fragment F on Contract { ${'fields { fields { name } } versions { '.repeat(8)} fields { fields { name } } supersedes { name } ${'}'.repeat(9)}`;
    expect((await clinic.ask({ query: query(1) })).codes).toEqual([]);
    const answer = await timed(clinic.ask({ query: query(20) }));
    expect(answer.errors[0]?.message).toBe('The operation may return more than 5000 rows.');
  });

  it('attack 2: a whole catalog, and how everything in it is described', async () => {
    const query =
      '{ contracts { name fields { name fields { name } lineage { path } } versions { name version } supersedes { name } supersededBy { name } } }';
    expect((await clinic.ask({ query })).codes).toEqual([]);
  });

  it('attack 3: nested reused fragments (2^20), with and without aliases', async () => {
    const fragment = (at: number, spread: string) => `fragment F${at} on __Type { ${spread} }`;
    const levels = Array.from({ length: 20 }, (_, at) => at);
    for (const spread of [
      (at: number) => `...F${at + 1} ...F${at + 1}`,
      (at: number) => `a: ofType { ...F${at + 1} } b: ofType { ...F${at + 1} }`,
      (at: number) => `ofType { ...F${at + 1} } ofType { ...F${at + 1} }`,
    ]) {
      const fragments = levels.map((at) => fragment(at, spread(at))).join(' ');
      const query = `{ __type(name: "Query") { ...F0 } } ${fragments} fragment F20 on __Type { name }`;
      const answer = await timed(clinic.ask({ query }));
      expect(answer.status).toBe(400);
      expect(answer.codes).toEqual(['LIMIT_EXCEEDED']);
    }
  });

  it('attack 3: the largest document within the limits is validated in time', async () => {
    const fields = Array.from({ length: 900 }, () => 'name').join(' ');
    const fragments = Array.from(
      { length: 40 },
      (_, at) => `fragment F${at} on __Type { ofType { name } }`,
    ).join(' ');
    const spreads = Array.from({ length: 40 }, (_, at) => `...F${at}`).join(' ');
    const answer = await timed(
      clinic.ask({ query: `{ __type(name: "Query") { ${fields} ${spreads} } } ${fragments}` }),
    );
    // graphql-js gives up comparing so many equal fields with one another by itself, without a word about it.
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: 'The document repeats fields or fragments more often than can be compared with one another.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
      },
    ]);
  });

  it('attack 5: 10,000 directives on a field', async () => {
    const many = await timed(clinic.ask({ query: `{ __typename ${'@skip(if: false) '.repeat(10_000)} }` }));
    expect(many.codes).toEqual(['LIMIT_EXCEEDED']);
    const few = await clinic.ask({ query: `{ __typename ${'@a '.repeat(51)} }` });
    expect(few.errors[0]?.message).toContain('more than 50 directives');
    const spread = await clinic.ask({
      query: `{ ${`...F ${'@a '.repeat(10)}`.repeat(6)} } fragment F on Query { __typename }`,
    });
    expect(spread.errors[0]?.message).toContain('more than 50 directives');
  });

  it('attack 6: a million tokens', async () => {
    // As many as the body may hold, and more than it may hold.
    const tokens = await timed(clinic.ask({ query: `{ ${'a '.repeat(200_000)} }` }));
    expect(tokens.errors[0]?.message).toBe('The document has more than 4000 tokens.');
    const million = await timed(clinic.ask({ query: `{ ${'a '.repeat(1_000_000)} }` }));
    expect(million.status).toBe(413);
    expect(million.codes).toEqual(['LIMIT_EXCEEDED']);
  });

  it.each([
    [
      'attack 7: a page of values none of which is an id',
      'query ($v: [ID!]) { clinicVisitV1List(where: { visitId: { in: $v } }) { totalCount } }',
      Array.from({ length: 150_000 }, () => ({})),
    ],
    [
      'attack 13: an object of fields none of which there is',
      'query ($v: ClinicVisitV1Where) { clinicVisitV1List(where: $v) { totalCount } }',
      Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`f${at}`, 1])),
    ],
  ])('%s, in one variable', async (_what, query, v) => {
    const answer = await timed(clinic.ask({ query, variables: { v } }));
    expect(answer.status).toBe(400);
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.message).toMatch(/^Variable "\$v" got invalid value/);
    expect(answer.text.length).toBeLessThan(1_000);
  });

  it('attack 7: what was sent is not sent back', async () => {
    const long = 'x'.repeat(300_000);
    const wrong = await timed(clinic.ask({ query: `{ a${long} }` }));
    expect(wrong.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(wrong.text.length).toBeLessThan(1_000);
    const query = 'query ($n: Int) { clinicVisitV1List(first: $n) { totalCount } }';
    const variable = await clinic.ask({ query, variables: { n: long } });
    expect(variable.errors[0]?.message).toMatch(/^Variable "\$n" got invalid value/);
    expect(variable.text.length).toBeLessThan(1_000);
  });

  it('attack 8: array-batched body', async () => {
    const response = await fetch(`${clinic.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenFor(research)}`, 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ __typename }' }))),
    });
    const answer = await toAnswer(response);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('"Query"');
  });

  it('attack 9: 10,000-element `in`, and 1,000-deep and/or by variable', async () => {
    const query = 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }';
    const values = { visitId: { in: Array.from({ length: 10_000 }, (_, at) => `v${at}`) } };
    expect((await timed(clinic.ask({ query, variables: { w: values } }))).codes).toEqual(['LIMIT_EXCEEDED']);
    // Each is no longer than may be, and is sent once.
    const many = `query ($v: [ID!]) { clinicVisitV1List(where: { and: [${'{ visitId: { notIn: $v } } '.repeat(98)}] }) { totalCount } }`;
    const some = Array.from({ length: 500 }, (_, at) => `v${at}`.padEnd(900, 'x'));
    expect((await timed(clinic.ask({ query: many, variables: { v: some } }))).codes).toEqual([
      'LIMIT_EXCEEDED',
    ]);
    for (const levels of [1_000, 20_000]) {
      // Written as text: JSON.stringify itself gives up at this depth.
      const nested = `${'{"and":['.repeat(levels)}{}${']}'.repeat(levels)}`;
      const response = fetch(`${clinic.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await tokenFor(research)}`, 'content-type': 'application/json' },
        body: `{"query":${JSON.stringify(query)},"variables":{"w":${nested}}}`,
      });
      expect((await toAnswer(await timed(response))).codes).toEqual(['LIMIT_EXCEEDED']);
    }
  });
});
