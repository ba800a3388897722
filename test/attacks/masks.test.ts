import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { audit, type ClinicGateway, care, methods, startClinic } from '../support/clinicGateway.ts';
import { everyMasked, expectNoSecret, maskedFields } from '../support/maskedFields.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

describe.each(methods)('over %s', (method) => {
  it.each(maskedFields)('attack 14: where on a masked field: %s %s', async (field, operator, value) => {
    clinic.takeStatements();
    const where = { [field]: { [operator]: value } };
    const byVariable = await clinic.ask({
      method,
      query:
        'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount nodes { visitId } } }',
      variables: { w: where },
    });
    const literal = JSON.stringify(where).replace(/"([A-Za-z]+)":/g, '$1:');
    const byLiteral = await clinic.ask({
      method,
      query: `{ clinicVisitV1List(where: ${literal}) { totalCount nodes { visitId } } }`,
    });
    const nested = await clinic.ask({
      method,
      query: 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }',
      variables: { w: { or: [{ not: { and: [where] } }] } },
    });
    for (const answer of [byVariable, byLiteral, nested]) {
      expect(answer.status).toBe(400);
      expect(answer.data ?? null).toBeNull();
    }
    expect(clinic.takeStatements()).toEqual([]);
  });

  it.each(['patientHash', 'patientToken'])(
    'attack 14: where on %s takes the masked value and never the raw one',
    async (field) => {
      const query = `query ($v: String!) { clinicVisitV1List(where: { ${field}: { in: [$v] } }) { totalCount nodes { visitId ${field} } } }`;
      const raw = await clinic.ask({ method, query, variables: { v: 'p1-secret' } });
      expect(raw.data).toMatchObject({ clinicVisitV1List: { totalCount: 0, nodes: [] } });
      const seen = await clinic.ask({ method, query: `{ clinicVisitV1(visitId: "v1") { ${field} } }` });
      const value = /(?:hash|token)_[\w-]+/.exec(seen.text)?.[0];
      const found = await clinic.ask({ method, query, variables: { v: value } });
      expect(found.data).toEqual({
        clinicVisitV1List: {
          totalCount: 2,
          nodes: [
            { visitId: 'v1', [field]: value },
            { visitId: 'v2', [field]: value },
          ],
        },
      });
    },
  );

  it.each([
    'diagnosis',
    'ward',
    'email',
    'phone',
    'iban',
    'bornOn',
    'admittedOn',
    'age',
    'remark',
    'patientHash',
  ])('attack 15: orderBy on a masked field: %s', async (field) => {
    clinic.takeStatements();
    const literal = await clinic.ask({
      method,
      query: `{ clinicVisitV1List(orderBy: [{ ${field}: ASC }]) { nodes { visitId } } }`,
    });
    const variable = await clinic.ask({
      method,
      query: 'query ($o: [ClinicVisitV1OrderBy!]) { clinicVisitV1List(orderBy: $o) { nodes { visitId } } }',
      variables: { o: [{ [field]: 'ASC' }] },
    });
    expect([literal.status, variable.status]).toEqual([400, 400]);
    expect(clinic.takeStatements()).toEqual([]);
  });

  it('attack 14, 15: the same inputs are there for those who see the values', async () => {
    const answer = await clinic.ask({
      method,
      as: care,
      query:
        '{ clinicVisitV1List(where: { diagnosis: { startsWith: "Influ" } }, orderBy: [{ email: DESC }]) { nodes { visitId } } }',
    });
    expect(answer.data).toEqual({ clinicVisitV1List: { nodes: [{ visitId: 'v1' }] } });
  });

  it('attack 17: count difference under a masked predicate', async () => {
    const count = async (where: string) =>
      clinic.ask({ method, query: `{ clinicVisitV1List(where: ${where}) { totalCount } }` });
    const refused = [
      await count('{ diagnosis: { isNull: true } }'),
      await count('{ not: { email: { isNull: true } } }'),
      await count('{ visitId: { eq: "v1" }, and: [{ age: { gt: 40 } }] }'),
      await count('{ patientHash: { ne: "p1-secret" } }'),
      await count('{ patientHash: { notIn: ["p1-secret"] } }'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    const [hit, miss] = [
      await count('{ patientHash: { eq: "p1-secret" } }'),
      await count('{ patientHash: { eq: "nobody" } }'),
    ];
    expect(hit.data).toEqual(miss.data);
  });

  it('attack 18: alias masked → unmasked and back', async () => {
    const answer = await clinic.ask({
      method,
      query:
        '{ clinicVisitV1List { nodes { doctorId: diagnosis diagnosis: doctorId visitId: email email: visitId fee: iban raw: email EMAIL: email home: phone region: home { doctorId: street visitId: postCode } } } }',
    });
    expect(answer.errors).toEqual([]);
    expectNoSecret(answer);
    expect(answer.text).toContain('"diagnosis":"d1"');
    expect(answer.text).toContain('"doctorId":null');
  });

  it('attack 18: two aliases of one field, under two root fields', async () => {
    const answer = await clinic.ask({
      method,
      query: `{ a: clinicVisitV1(visitId: "v1") { ${everyMasked} } b: clinicVisitV1(visitId: "v1") { x: email y: email z: diagnosis } }`,
    });
    expect(answer.errors).toEqual([]);
    expectNoSecret(answer);
  });

  it('attack 19: named and inline fragments, interfaces', async () => {
    const answer = await clinic.ask({
      method,
      query: `query ($yes: Boolean!) {
        clinicVisitV1List {
          nodes { ...Named ... { email } ... on ClinicVisitV1 @include(if: $yes) { diagnosis home { ...Home } } }
          edges { node { ...Named ... on ClinicVisitV1 { home { ... on HomeAddress { street } } } } }
        }
        _entities(representations: [{ __typename: "ClinicVisitV1", visitId: "v1" }]) { ... on ClinicVisitV1 { ...Named } }
      }
      fragment Named on ClinicVisitV1 { ${everyMasked} history { ...Past } }
      fragment Home on HomeAddress { street postCode }
      fragment Past on PatientHistoryV1 { email diagnosis }`,
      variables: { yes: true },
    });
    expect(answer.errors).toEqual([]);
    expectNoSecret(answer);
    expect(answer.text).toContain('"street":"********"');
  });

  it('attack 30: null against masked', async () => {
    const ask = async (visitId: string) => {
      const { data } = await clinic.ask({
        method,
        query: `query ($id: ID!) { clinicVisitV1(visitId: $id) { diagnosis ward patientHash patientToken bornOn age home { street } } }`,
        variables: { id: visitId },
      });
      return data?.['clinicVisitV1'];
    };
    const known = await ask('v1');
    const unknown = await ask('v3');
    const shape = (row: unknown) =>
      JSON.stringify(row, (_name, value: unknown) =>
        typeof value === 'string'
          ? value.replace(/_[\w-]{43}$/, '_…').replace(/^\d{4}-01-01$/, 'YEAR')
          : typeof value === 'number'
            ? 'BUCKET'
            : value,
      );
    expect(shape(unknown)).toBe(shape(known));
  });
});

describe('whoever asks for another purpose', () => {
  it('sees what it may of the same rows, and each its own TOKEN', async () => {
    const query = `{ clinicVisitV1(visitId: "v1") { ${everyMasked} } }`;
    const clear = await clinic.ask({ query, as: care });
    expect(clear.text).toContain('Influenza-secret');
    const other = await clinic.ask({ query, as: audit });
    expectNoSecret(other);
  });
});
