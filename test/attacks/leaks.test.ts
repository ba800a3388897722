import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { developmentMaskKey } from '../../src/policy/identity/developmentIdentity.ts';
import {
  type Answer,
  audit,
  type ClinicGateway,
  methods,
  research,
  startClinic,
  tokenFor,
} from '../support/clinicGateway.ts';
import { secrets } from '../support/clinicVisits.ts';

function expectNoSecret(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

describe('attack 23: raw value in an error', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
    await clinic.database.execute({
      text: 'alter table contract.clinic_visit_v1 alter column visit_id type text, alter column age drop not null, alter column born_on drop not null',
    });
    await clinic.database.execute({
      text: `alter table contract.clinic_visit_v1 alter column age type text using 'age-secret-' || age, alter column visited_at type text using 'time-secret', alter column fee type text using 'fee-secret', alter column region type text using 'region-secret'`,
    });
    await clinic.database.execute({ text: `update contract.clinic_visit_v1 set born_on = null` });
  });
  afterAll(() => clinic.close());

  describe.each(methods)('over %s', (method) => {
    it.each([
      ['a number that is none', 'age'],
      ['a time that is none', 'visitedAt'],
      ['a decimal that is none', 'fee'],
      ['an enum value that is none', 'region'],
      ['null where there may be none', 'bornOn'],
    ])('attack 23: raw value in an error: %s', async (_what, field) => {
      await clinic.database.execute({
        text: `update contract.clinic_visit_v1 set region = 'NORTH' where $1 <> 'region'`,
        values: [field],
      });
      for (const query of [
        `{ clinicVisitV1(visitId: "v1") { ${field} } }`,
        `{ clinicVisitV1List { nodes { visitId ${field} } } }`,
        `{ _entities(representations: [{ __typename: "ClinicVisitV1", visitId: "v1" }]) { ... on ClinicVisitV1 { ${field} } } }`,
      ]) {
        const answer = await clinic.ask({ method, query, as: { consumer: 'care-team', purposes: ['CARE'] } });
        // A value that the type cannot hold is refused; what is a text of its type is the caller's to see.
        expect(answer.text).not.toMatch(/(?:age|time|fee|region)-secret/);
        for (const { extensions, message } of answer.errors) {
          expect([message, extensions['code']]).toEqual([
            expect.stringMatching(
              `^A stored value of \`clinic_visit@1.${field}\` is not of type \`\\w+!?\`\\.$`,
            ),
            'STORED_VALUE_INVALID',
          ]);
        }
      }
      expect(clinic.logText()).not.toMatch(/(?:age|time|fee|region)-secret/);
    });
  });
});

describe('attack 23: raw value in an error of Postgres', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
    // A view whose cast fails when the row is read, with the value in the error's message.
    for (const text of [
      'alter table contract.clinic_visit_v1 rename to held',
      `alter table contract.held alter column fee type text using 'fee-secret'`,
      'alter table contract.held rename column fee to fee_text',
      'create view contract.clinic_visit_v1 as select held.*, fee_text::numeric as fee from contract.held',
    ]) {
      await clinic.database.execute({ text });
    }
  });
  afterAll(() => clinic.close());

  it.each(methods)('attack 23: a failing cast (%s)', async (method) => {
    for (const query of [
      '{ clinicVisitV1(visitId: "v1") { fee } }',
      '{ clinicVisitV1List { nodes { fee } } }',
      '{ clinicVisitV1List(where: { fee: { gt: "100" } }) { totalCount } }',
      '{ clinicVisitV1List(orderBy: [{ fee: ASC }]) { nodes { visitId } } }',
    ]) {
      const answer = await clinic.ask({ method, query });
      expect(answer.codes).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(answer.errors[0]?.message).toBe('Something went wrong on our side.');
      expect(answer.text).not.toMatch(/secret|numeric|22P02|clinic_visit_v1/);
    }
    expect(clinic.logText()).toContain('22P02');
    expect(clinic.logText()).not.toContain('secret');
  });
});

describe('what leaves beside the answer', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
  });
  afterAll(() => clinic.close());

  it.each(methods)('attack 25: logs, traces, metric labels (%s)', async (method) => {
    const token = await tokenFor(research);
    const variables = {
      id: 'v1',
      w: { patientHash: { eq: 'maria.secret@example.com' } },
      extra: 'secret-variable',
    };
    await clinic.ask({
      method,
      token,
      query:
        'query Report($id: ID!, $w: ClinicVisitV1Where) { clinicVisitV1(visitId: $id) { email } clinicVisitV1List(where: $w) { totalCount } doctor: clinicVisitV1List(where: { doctorId: { eq: "literal-secret" } }) { totalCount } }',
      variables,
      headers: { 'x-request-id': 'secret"},{"level":"info' },
    });
    await clinic.ask({ method, token, query: '{ clinicVisitV1(visitId: "secret-literal") { nothing } }' });
    await clinic.ask({ method, token, query: '{ broken "secret-literal" ' });
    await clinic.ask({ method, token: 'secret.token.text', query: '{ __typename }' });
    const log = clinic.logText();
    expect(log).toContain('"operationName":"Report"');
    expectNoSecret(log);
    expect(log).not.toContain(token);
    const [audited] = await clinic.database.query<{ all: string }>({
      text: 'select json_agg(access)::text as all from audit.access',
    });
    expect(audited?.all).toContain('clinic_visit@1');
    expectNoSecret(audited?.all ?? 'nothing was audited');
  });

  it.each(methods)('attack 27: hit against miss timing on a masked predicate (%s)', async (method) => {
    const ask = async (value: string): Promise<[Answer, readonly string[]]> => {
      clinic.takeStatements();
      const answer = await clinic.ask({
        method,
        query:
          'query ($v: String!) { clinicVisitV1List(where: { patientHash: { eq: $v } }) { totalCount nodes { visitId } } }',
        variables: { v: value },
      });
      return [answer, clinic.takeStatements()];
    };
    const [hit, hitStatements] = await ask('p1-secret');
    const [miss, missStatements] = await ask('nobody-at-all');
    // The raw value is never looked for: both do the same work, by the masked values' index.
    expect(hit.data).toEqual(miss.data);
    expect(hitStatements).toEqual(missStatements);
    for (const text of hitStatements) expect(text).not.toMatch(/"patient_hash" *(?:=|in)/);
  });

  it('attack 28: dictionary attack on HASH; the same person’s TOKEN under two purposes', async () => {
    const query = '{ clinicVisitV1List { nodes { visitId patientHash patientToken } } }';
    const asked = async (as: typeof research) => {
      const { data } = await clinic.ask({ query, as });
      return JSON.stringify(data).matchAll(
        /"visitId":"(\w+)","patientHash":"([^"]+)","patientToken":"([^"]+)"/g,
      );
    };
    const rows = async (as: typeof research) =>
      Array.from(await asked(as), ([, id, hash, token]) => ({ id, hash, token }));
    const [forResearch, forAudit] = [await rows(research), await rows(audit)];
    expect(forResearch.map(({ hash }) => hash)).toEqual(forAudit.map(({ hash }) => hash));
    for (const [at, { token }] of forResearch.entries()) expect(token).not.toBe(forAudit[at]?.token);
    expect(forResearch[0]?.token).toBe(forResearch[1]?.token);
    expect(forResearch[0]?.hash).not.toBe(forResearch[2]?.hash);

    const seen = JSON.stringify([forResearch, forAudit]);
    for (const algorithm of ['sha256', 'sha1', 'md5', 'sha512']) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(seen).not.toContain(createHash(algorithm).update('p1-secret').digest(encoding));
        for (const key of ['', 'RESEARCH', 'concordat', developmentMaskKey, 'p1-secret']) {
          expect(seen).not.toContain(createHmac(algorithm, key).update('p1-secret').digest(encoding));
        }
      }
    }
  });
});
