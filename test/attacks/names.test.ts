import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type ClinicGateway, care, methods, startClinic } from '../support/clinicGateway.ts';
import { untraced } from '../support/untraced.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

/** Names that research-group has no agreement for, or not for this purpose. */
const hidden =
  /billing|invoicedFee|calculation|doctor_?statement|BY_PRICE_LIST|BY_AGREEMENT|remark|care-team|former-partner/i;

describe.each(methods)('over %s', (method) => {
  it('attack 12: introspection of types outside the caller’s schema, by __schema', async () => {
    const answer = await clinic.ask({ method, query: getIntrospectionQuery() });
    expect(answer.errors).toEqual([]);
    expect(answer.text).toContain('ClinicVisitV1');
    expect(answer.text).not.toMatch(hidden);
  });

  it('attack 12: introspection of types outside the caller’s schema, by __type and by alias', async () => {
    const query =
      '{ a: __type(name: "BillingCaseV1") { name fields { name } } b: __type(name: "CalculationKindV1") { enumValues { name } } c: __type(name: "ClinicVisitV1") { fields(includeDeprecated: true) { name } } __type(name: "DoctorStatementV1") { name } }';
    const answer = await clinic.ask({ method, query });
    expect(answer.data).toMatchObject({ a: null, b: null, __type: null });
    expect(JSON.stringify(answer.data?.['c'])).toContain('diagnosis');
    expect(JSON.stringify(answer.data?.['c'])).not.toContain('remark');
  });

  it('attack 12: inputs name no masked field', async () => {
    const query =
      '{ where: __type(name: "ClinicVisitV1Where") { inputFields { name } } order: __type(name: "ClinicVisitV1OrderBy") { inputFields { name } } }';
    const asked = await clinic.ask({ method, query });
    expect(asked.text).toContain('visitedAt');
    expect(asked.text).not.toMatch(/diagnosis|ward|email|phone|iban|bornOn|admittedOn|"age"|remark/);
    expect((await clinic.ask({ method, query, as: care })).text).toMatch(/diagnosis.*ward.*email.*remark/s);
  });

  it('attack 12: the catalog and _service hold what agreements cover and nothing else', async () => {
    const query =
      '{ contracts { name fields { name } } _service { sdl } other: contract(name: "billing_case") { name } }';
    const answer = await clinic.ask({ method, query });
    expect(answer.errors).toEqual([]);
    expect(answer.data?.['other']).toBeNull();
    expect(answer.text).toContain('clinic_visit');
    expect(answer.text).not.toMatch(hidden);
  });

  it.each([
    ['a field', '{ billingCaseV2(visitId: "v1") { visitId } }'],
    ['a field of a type', '{ clinicVisitV1(visitId: "v1") { remar } }'],
    ['a type', '{ clinicVisitV1(visitId: "v1") { ... on BillingCaseV { visitId } } }'],
    ['an argument', '{ clinicVisitV1List(where: { remar: { eq: "x" } }) { totalCount } }'],
    ['an ordering', '{ clinicVisitV1List(orderBy: [{ diagnosi: ASC }]) { totalCount } }'],
    ['a variable’s type', 'query ($w: BillingCaseV1Wher) { __typename }'],
    ['an enum value', '{ clinicVisitV1List(where: { region: { eq: NORT } }) { totalCount } }'],
  ])('attack 13: "did you mean" hints for hidden names, in validation: %s', async (_what, query) => {
    const { status, text } = await clinic.ask({ method, query });
    expect(status).toBe(400);
    // What the attack itself wrote is taken out; anything else that is hidden was told by the gateway.
    expect(
      text.replace(/billingCaseV2|BillingCaseV1Wher\b|BillingCaseV\b|"remar\b|remar\\"|diagnosi\\"/g, ''),
    ).not.toMatch(/billing|remark|diagnosis/i);
  });

  it('attack 13: "did you mean" hints for hidden names, in variable coercion', async () => {
    const query = 'query ($w: ClinicVisitV1Where) { clinicVisitV1List(where: $w) { totalCount } }';
    for (const name of ['remar', 'diagnosi', 'emai', 'war', 'iba']) {
      const { status, text } = await clinic.ask({ method, query, variables: { w: { [name]: { eq: 'x' } } } });
      expect(status).toBe(400);
      expect(text).not.toMatch(/remark|diagnosis|email|ward|iban/);
    }
  });

  it('attack 13: a hidden name is answered like one that does not exist', async () => {
    const ask = async (name: string) =>
      untraced(
        (await clinic.ask({ method, query: `{ ${name}(visitId: "v1") { visitId } }` })).text,
      ).replaceAll(name, 'NAME');
    expect(await ask('billingCaseV1')).toBe(await ask('xyzzyCaseV1'));
  });
});
