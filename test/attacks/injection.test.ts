import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type ClinicGateway,
  care,
  methods,
  research,
  startClinic,
  tokenFor,
} from '../support/clinicGateway.ts';
import { toAnswer } from '../support/toAnswer.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

const payloads = [
  `' or '1'='1`,
  `'; drop table contract.clinic_visit_v1; --`,
  `v1' union select email from visits.visits --`,
  `\\'; select pg_sleep(10); --`,
  `$1`,
  `$$; drop schema contract cascade; $$`,
  `"; drop table contract.clinic_visit_v1; --`,
  `%' or true --`,
  `{v1,v2}`,
  `["v1"]`,
];

/** Nothing was found, nothing broke, nothing is gone. */
async function expectHarmless(answer: Answer): Promise<void> {
  expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
  expect(answer.text).not.toMatch(/secret|syntax error|SQLSTATE/);
  const [rows] = await clinic.database.query<{ count: string }>({
    text: 'select count(*) from contract.clinic_visit_v1',
  });
  expect(rows?.count).toBe('5');
}

describe.each(methods)('over %s', (method) => {
  it.each(payloads)('attack 49: SQL in the key, in filters, in representations: %s', async (value) => {
    const byKey = await clinic.ask({
      method,
      query: 'query ($v: ID!) { clinicVisitV1(visitId: $v) { visitId } }',
      variables: { v: value },
    });
    expect(byKey.data).toEqual({ clinicVisitV1: null });
    await expectHarmless(byKey);
    for (const [field, operator] of [
      ['visitId', 'eq'],
      ['visitId', 'startsWith'],
      ['visitId', 'contains'],
      ['doctorId', 'gt'],
      ['patientHash', 'eq'],
    ]) {
      const query = `query ($v: String!) { clinicVisitV1List(where: { ${field ?? ''}: { ${operator ?? ''}: $v } }) { totalCount nodes { visitId } } }`;
      await expectHarmless(
        await clinic.ask({
          method,
          query: field?.endsWith('Id') ? query.replace('$v: String!', '$v: ID!') : query,
          variables: { v: value },
        }),
      );
    }
    const entity = await clinic.ask({
      method,
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ClinicVisitV1 { visitId } } }',
      variables: { r: [{ __typename: 'ClinicVisitV1', visitId: value }] },
    });
    await expectHarmless(entity);
  });

  it.each(payloads)('attack 49: SQL where a name is expected: %s', async (value) => {
    const order = await clinic.ask({
      method,
      query: 'query ($o: [ClinicVisitV1OrderBy!]) { clinicVisitV1List(orderBy: $o) { nodes { visitId } } }',
      variables: { o: [{ [value]: 'ASC' }] },
    });
    const direction = await clinic.ask({
      method,
      query: 'query ($o: [ClinicVisitV1OrderBy!]) { clinicVisitV1List(orderBy: $o) { nodes { visitId } } }',
      variables: { o: [{ visitedAt: value }] },
    });
    const where = await clinic.ask({
      method,
      query: 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }',
      variables: { w: { [value]: { eq: 'x' } } },
    });
    expect([order.status, direction.status, where.status]).toEqual([400, 400, 400]);
    const cursor = await clinic.ask({
      method,
      query: 'query ($c: String) { clinicVisitV1List(after: $c) { totalCount } }',
      variables: { c: value },
    });
    expect(cursor.codes).toEqual(['CURSOR_INVALID']);
    const catalog = await clinic.ask({
      method,
      query: 'query ($n: String!) { contract(name: $n) { name } }',
      variables: { n: value },
    });
    expect(catalog.data).toEqual({ contract: null });
    for (const answer of [order, direction, where, cursor, catalog]) await expectHarmless(answer);
  });

  it.each(['%', '_', '%%%', 'v_', '\\', 'v\\', '.*', '[v]', '^v'])(
    'attack 49: wildcards in startsWith and contains: %s',
    async (value) => {
      for (const operator of ['startsWith', 'contains']) {
        const answer = await clinic.ask({
          method,
          as: care,
          query: `query ($v: String!) { clinicVisitV1List(where: { diagnosis: { ${operator}: $v } }) { totalCount } }`,
          variables: { v: value },
        });
        expect(answer.data).toEqual({ clinicVisitV1List: { totalCount: 0 } });
      }
    },
  );

  it.each([
    ['fee', '1; drop table x'],
    ['fee', 'NaN'],
    ['fee', 'Infinity'],
    ['fee', `1e${'9'.repeat(30)}`],
    ['fee', '1'.repeat(200_000).slice(0, 3_000)],
    ['visitedAt', 'infinity'],
    ['visitedAt', 'now()'],
    ['visitedAt', '2026-02-30T00:00:00Z'],
    ['visitedAt', '+999999-01-01T00:00:00Z'],
  ])('attack 49: numbers and times that are none, or too large: %s %#', async (field, value) => {
    const answer = await clinic.ask({
      method,
      query: 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }',
      variables: { w: { [field]: { gte: value } } },
    });
    expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
    await expectHarmless(answer);
  });

  it('attack 49: SQL in claims, and the name of an operation', async () => {
    const answer = await clinic.ask({
      method,
      as: { consumer: 'doctor-portal', purposes: ['STATEMENTS'], claims: { doctor: `d1' or '1'='1` } },
      query: 'query Q { doctorStatementV1List { totalCount } }',
    });
    expect(answer.data).toEqual({ doctorStatementV1List: { totalCount: 0 } });
  });

  it.each(['\u0000', 'v1\u0000', '\ud800', 'v1\udc00x', '\udc00\ud800'])(
    'attack 51: NUL and lone surrogates in strings: %j',
    async (value) => {
      const asked = [
        await clinic.ask({
          method,
          query: 'query ($v: ID!) { clinicVisitV1(visitId: $v) { visitId } }',
          variables: { v: value },
        }),
        await clinic.ask({
          method,
          query: `query ($v: [ID!]) { clinicVisitV1List(where: { doctorId: { in: $v } }) { totalCount } }`,
          variables: { v: ['d1', value] },
        }),
        await clinic.ask({
          method,
          query: `query ($v: String!) { contract(name: $v) { name } }`,
          variables: { v: value },
        }),
        await clinic.ask({
          method,
          query:
            'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ClinicVisitV1 { visitId } } }',
          variables: { r: [{ __typename: 'ClinicVisitV1', visitId: value }] },
        }),
        await clinic.ask({
          method,
          query: `{ clinicVisitV1(visitId: ${JSON.stringify(value)}) { visitId } }`,
        }),
        await clinic.ask({
          method,
          query: 'query ($c: String) { clinicVisitV1List(after: $c) { totalCount } }',
          variables: { c: value },
        }),
      ];
      for (const answer of asked) {
        expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
        await expectHarmless(answer);
      }
    },
  );

  it('attack 50: __proto__ and constructor as names', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf']) {
      const asked = [
        await clinic.ask({ method, query: `{ ${name} }` }),
        await clinic.ask({
          method,
          query: `{ clinicVisitV1List(where: { ${name}: { eq: "x" } }) { totalCount } }`,
        }),
        await clinic.ask({
          method,
          query: `{ clinicVisitV1List(orderBy: [{ ${name}: ASC }]) { totalCount } }`,
        }),
        await clinic.ask({ method, query: `{ clinicVisitV1(visitId: "v1") { ${name} } }` }),
        await clinic.ask({
          method,
          query: `{ __type(name: "${name}") { name } contract(name: "${name}") { name } }`,
        }),
        await clinic.ask({ method, query: `query A { __typename }`, operationName: name }),
      ];
      for (const answer of asked) await expectHarmless(answer);
      expect(asked[4]?.data).toEqual({ __type: null, contract: null });
    }
  });
});

describe('attack 50: __proto__, constructor in JSON', () => {
  const send = async (body: string) =>
    toAnswer(
      await fetch(`${clinic.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await tokenFor(research)}`, 'content-type': 'application/json' },
        body,
      }),
    );
  const query = 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }';

  it.each([
    '{"query":"{ __typename }","__proto__":{"isAdmin":true}}',
    '{"query":"{ __typename }","constructor":{"prototype":{"isAdmin":true}}}',
    `{"query":${JSON.stringify(query)},"variables":{"w":{"__proto__":{"diagnosis":{"eq":"x"}}}}}`,
    `{"query":${JSON.stringify(query)},"variables":{"__proto__":{"w":{"visitId":{"eq":"v1"}}}}}`,
    `{"query":${JSON.stringify(query)},"variables":{"w":{"visitId":{"constructor":{"prototype":{"eq":"v1"}}}}}}`,
  ])('attack 50: over POST: %s', async (body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.data).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.has({}, 'isAdmin')).toBe(false);
  });

  it('attack 50: over GET', async () => {
    const search = new URLSearchParams({ query, variables: '{"w":{"__proto__":{"diagnosis":{"eq":"x"}}}}' });
    const response = await fetch(`${clinic.url}/graphql?${search.toString()}`, {
      headers: { authorization: `Bearer ${await tokenFor(research)}` },
    });
    const answer = await toAnswer(response);
    await expectHarmless(answer);
    expect(Reflect.has({}, 'diagnosis')).toBe(false);
  });
});
