import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../src/config/readProjectFiles.ts';
import { compileProject } from '../../src/contract/compileProject.ts';
import {
  audit,
  type ClinicGateway,
  care,
  doctor,
  methods,
  type Person,
  research,
  startClinic,
} from '../support/clinicGateway.ts';
import { secrets } from '../support/clinicVisits.ts';
import { untraced } from '../support/untraced.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

function expectNoSecret(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

describe.each(methods)('over %s', (method) => {
  const entities =
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ClinicVisitV1 { visitId region diagnosis email patientHash } ... on PatientHistoryV1 { visitCount email } } }';

  it('attack 20: _entities with chosen keys, masked as ever', async () => {
    const answer = await clinic.ask({
      method,
      query: entities,
      variables: {
        r: [
          { __typename: 'ClinicVisitV1', visitId: 'v1', diagnosis: 'x', email: 'x' },
          { __typename: 'ClinicVisitV1', visitId: 'v2' },
        ],
      },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.data?.['_entities']).toMatchObject([
      { visitId: 'v1', diagnosis: null, email: 'm***@example.com' },
      { visitId: 'v2' },
    ]);
    expectNoSecret(answer.text);
  });

  it('attack 20: _entities with keys of rows outside the caller’s regions', async () => {
    const representation = (visitId: string) => ({ __typename: 'ClinicVisitV1', visitId, region: 'NORTH' });
    const answer = await clinic.ask({
      method,
      query: entities,
      variables: { r: ['v4', 'v5', 'nobody'].map(representation) },
    });
    expect(answer.data?.['_entities']).toEqual([null, null, null]);
    const own = await clinic.ask({
      method,
      query:
        '{ a: clinicVisitV1(visitId: "v4") { visitId } b: clinicVisitV1(visitId: "v5") { visitId } clinicVisitV1List { totalCount } }',
    });
    expect(own.data).toEqual({ a: null, b: null, clinicVisitV1List: { totalCount: 3 } });
  });

  it.each([
    ['a hidden type', { __typename: 'BillingCaseV1', visitId: 'v1' }],
    ['a type that does not exist', { __typename: 'XyzzyCaseV1', visitId: 'v1' }],
    ['an inner type', { __typename: 'HomeAddress', visitId: 'v1' }],
    ['no key', { __typename: 'ClinicVisitV1', email: 'maria' }],
    ['an object for a key', { __typename: 'ClinicVisitV1', visitId: { eq: 'v1' } }],
    ['__proto__', { __typename: '__proto__', visitId: 'v1' }],
    ['constructor', { __typename: 'constructor', visitId: 'v1' }],
  ])('attack 20: _entities with %s', async (_what, representation) => {
    const answer = await clinic.ask({ method, query: entities, variables: { r: [representation] } });
    expect(answer.codes).not.toContain('INTERNAL_SERVER_ERROR');
    expect(answer.text).not.toMatch(/"visitId":"v1"|calculation/);
  });

  it('attack 20: a hidden type and one that does not exist are answered alike', async () => {
    const ask = async (name: string) =>
      untraced(
        (
          await clinic.ask({
            method,
            query: entities,
            variables: { r: [{ __typename: name, visitId: 'v1' }] },
          })
        ).text,
      ).replaceAll(name, 'NAME');
    expect(await ask('BillingCaseV1')).toBe(await ask('XyzzyCaseV1'));
  });

  it('attack 20: _service names what the caller’s schema has', async () => {
    const answer = await clinic.ask({ method, query: '{ _service { sdl } }' });
    expect(answer.text).toContain('type ClinicVisitV1');
    expect(answer.text).not.toMatch(/BillingCase|DoctorStatement|remark|invoicedFee/);
  });

  it('attack 20: _entities keep to the row policy', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on DoctorStatementV1 { visitId doctorId fee } } }';
    const r = ['v1', 'v2', 'v3', 'v4'].map((visitId) => ({
      __typename: 'DoctorStatementV1',
      visitId,
      doctorId: 'd1',
    }));
    const answer = await clinic.ask({ method, as: doctor('d1'), query, variables: { r } });
    expect(answer.data?.['_entities']).toEqual([
      { visitId: 'v1', doctorId: 'd1', fee: '120.53' },
      { visitId: 'v2', doctorId: 'd1', fee: '1500.07' },
      null,
      null,
    ]);
  });

  it('attack 21: @link reaching the same column from another contract', async () => {
    const query = '{ clinicVisitV1List { nodes { visitId history { email diagnosis visitCount } } } }';
    const answer = await clinic.ask({ method, query });
    expect(answer.errors).toEqual([]);
    expect(answer.text).toContain('m***@example.com');
    expectNoSecret(answer.text);
    expect((await clinic.ask({ method, query, as: care })).text).toContain('maria.secret@example.com');
  });

  it('attack 21: a link to a contract without an agreement is not there', async () => {
    const answer = await clinic.ask({
      method,
      as: audit,
      query: '{ clinicVisitV1(visitId: "v1") { history { email } } }',
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Cannot query field \\"history\\"');
  });

  it('attack 24: exceptions, lineage, parked events', async () => {
    const answer = await clinic.ask({
      method,
      query:
        '{ clinicVisitV1List { nodes { visitId _meta { exceptions { id kind owner openedAt dueAt } lineage { product identity events { source partition offset eventType eventTime receivedAt } } } } } }',
    });
    expect(answer.errors).toEqual([]);
    expectNoSecret(answer.text);
    expect(answer.text).toContain('FEE_UNUSUALLY_HIGH');
    expect(answer.text).toContain('VisitClosed');
    for (const field of ['detail', 'subject']) {
      const asked = await clinic.ask({
        method,
        query: `{ clinicVisitV1List { nodes { _meta { exceptions { ${field} } } } } }`,
      });
      expect(asked.status).toBe(400);
    }
    for (const field of ['payload', 'value', 'key', 'headers']) {
      const asked = await clinic.ask({
        method,
        query: `{ clinicVisitV1List { nodes { _meta { lineage { events { ${field} } } } } } }`,
      });
      expect(asked.status).toBe(400);
    }
    for (const field of ['subject', 'detail']) {
      const query = `{ exceptions { nodes { ${field} } } }`;
      expect((await clinic.ask({ method, query })).status).toBe(400);
    }
    // None of what a doctor may see is made by way of a reconciliation.
    const ofDoctor = await clinic.ask({ method, query: '{ exceptions { totalCount } }', as: doctor('d1') });
    expect(ofDoctor.status).toBe(400);
    expect(ofDoctor.errors.map(({ message }) => message)).toEqual([
      'Cannot query field "exceptions" on type "Query".',
    ]);
    for (const root of ['parked', 'reach', 'events']) {
      expect((await clinic.ask({ method, query: `{ ${root} { __typename } }` })).status).toBe(400);
    }
  });

  it('attack 26: plans, loaders, shared bytes across purposes', async () => {
    const query =
      '{ clinicVisitV1(visitId: "v1") { email diagnosis patientHash patientToken home { postCode } history { email } } }';
    const people: readonly Person[] = [research, care, audit, research, care];
    const asked = (as: Person) =>
      clinic.ask({ method, as, query: as === audit ? query.replace('history { email } ', '') : query });
    const alone = await Promise.all(people.map(asked));
    const crowd = await Promise.all(
      Array.from({ length: 60 }, (_, at) => asked(people[at % people.length] ?? care)),
    );
    for (const [at, answer] of crowd.entries()) {
      expect(answer.data).toEqual(alone[at % people.length]?.data);
    }
    expect(alone[1]?.text).toContain('secret');
    for (const at of [0, 2, 3]) expectNoSecret(alone[at]?.text ?? '');
  });

  it('attack 26: callers of one shape and other rows', async () => {
    const query =
      '{ doctorStatementV1List { totalCount nodes { visitId } } a: doctorStatementV1(visitId: "v3") { visitId } }';
    const [first, second] = await Promise.all([
      clinic.ask({ method, as: doctor('d1'), query }),
      clinic.ask({ method, as: doctor('d2'), query }),
    ]);
    expect(first.data).toEqual({
      doctorStatementV1List: { totalCount: 2, nodes: [{ visitId: 'v1' }, { visitId: 'v2' }] },
      a: null,
    });
    expect(second.data).toEqual({
      doctorStatementV1List: { totalCount: 2, nodes: [{ visitId: 'v3' }, { visitId: 'v4' }] },
      a: { visitId: 'v3' },
    });
  });
});

it('attack 29: a field without classification', async () => {
  const files = new Map(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
  const path = 'schema/contracts/clinic_visit/v1.graphql';
  files.set(path, (files.get(path) ?? '').replace('ward: String @classified(as: PERSONAL)', 'ward: String'));
  const compiled = compileProject(files);
  expect(compiled.ok).toBe(false);
  expect(
    compiled.ok ? [] : compiled.problems.map(({ file, message }) => `${file}: ${message}`).join('\n'),
  ).toContain('ward');
});
