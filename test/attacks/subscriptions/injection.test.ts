import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, type Person, research } from '../../support/clinicGateway.ts';
import type { LiveAnswer } from '../../support/live/askLive.ts';
import { type LiveClinic, startLiveClinic } from '../../support/live/startLiveClinic.ts';

let clinic: LiveClinic;
beforeAll(async () => {
  clinic = await startLiveClinic();
});
afterAll(() => clinic.close());

const ask = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  as: Person = research,
): Promise<LiveAnswer> => clinic.askLive(query, variables, as);

describe('injection into subscriptions', () => {
  const payloads = [
    `' or '1'='1`,
    `'; drop table contract.clinic_visit_v1; --`,
    `$1`,
    `%' or true --`,
    `["v1"]`,
    '%',
    '_',
    '\\',
  ];

  async function expectHarmless({ codes, text }: LiveAnswer): Promise<void> {
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toMatch(/secret|syntax error|SQLSTATE|"visitId"/);
    const [rows] = await clinic.database.query<{ count: string }>({
      text: 'select count(*) from contract.clinic_visit_v1',
    });
    expect(rows?.count).toBe('5');
  }

  it.each(payloads)('attack 49: SQL in filters and cursors: %s', async (value) => {
    for (const where of [
      'visitId: { eq: $v }',
      'visitId: { in: [$v] }',
      'visitId: { eq: $v }, not: { doctorId: { eq: $v } }',
    ]) {
      const query = `subscription ($v: ID!) { clinicVisitV1(where: { ${where} }, snapshot: true) { kind node { visitId } } }`;
      const answer = await ask(query, { v: value });
      expect(answer.codes).toEqual([]);
      await expectHarmless(answer);
    }
    for (const operator of ['startsWith', 'contains']) {
      const query = `subscription ($v: String!) { clinicVisitV1(where: { diagnosis: { ${operator}: $v } }, snapshot: true) { kind node { visitId } } }`;
      const answer = await ask(query, { v: value }, care);
      expect(answer.codes).toEqual([]);
      await expectHarmless(answer);
    }
    const cursor = await ask('subscription ($c: String) { clinicVisitV1(after: $c) { kind } }', { c: value });
    expect(cursor.codes).toEqual(['CURSOR_INVALID']);
    const key = await ask('subscription ($w: ClinicVisitV1Where) { clinicVisitV1(where: $w) { kind } }', {
      w: { [value]: { eq: 'x' } },
    });
    expect(key.codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each(['\u0000', 'v1\u0000', '\ud800', 'v1\udc00x'])(
    'attack 51: NUL and lone surrogates in strings: %j',
    async (value) => {
      for (const query of [
        'subscription ($v: ID!) { clinicVisitV1(where: { visitId: { eq: $v } }, snapshot: true) { kind node { visitId } } }',
        `subscription { clinicVisitV1(where: { visitId: { in: [${JSON.stringify(value)}] } }, snapshot: true) { kind node { visitId } } }`,
        'subscription ($v: String) { clinicVisitV1(after: $v) { kind } }',
      ])
        await expectHarmless(await ask(query, query.includes('$v') ? { v: value } : undefined));
    },
  );

  it('attack 50: __proto__ and constructor as names', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      for (const query of [
        `subscription { ${name} }`,
        `subscription { clinicVisitV1(where: { ${name}: { eq: "x" } }) { kind } }`,
        `subscription { clinicVisitV1 { node { ${name} } } }`,
      ])
        expect((await ask(query)).codes).toContain('GRAPHQL_VALIDATION_FAILED');
    }
    const variables: unknown = JSON.parse('{"w":{"__proto__":{"diagnosis":{"eq":"x"}}}}');
    const answer = await ask(
      'subscription ($w: ClinicVisitV1Where) { clinicVisitV1(where: $w) { kind } }',
      variables as Record<string, unknown>,
    );
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(Reflect.has({}, 'diagnosis')).toBe(false);
  });
});
