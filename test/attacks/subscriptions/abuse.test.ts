import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { audit, doctor, type Person, research } from '../../support/clinicGateway.ts';
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

const refused = ['LIMIT_EXCEEDED'];
const levels = Array.from({ length: 20 }, (_, at) => at);

describe('abuse of subscriptions', () => {
  it('attack 2: 10,000 aliases of a root field, and of a field', async () => {
    const roots = (many: number) =>
      `subscription { ${Array.from({ length: many }, (_, at) => `a${at}: clinicVisitV1 { kind }`).join(' ')} }`;
    expect((await ask(roots(9_000))).codes).toEqual(refused);
    expect((await ask(roots(21))).codes).toEqual(refused);
    expect((await ask(roots(2))).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const fields = Array.from({ length: 51 }, (_, at) => `a${at}: kind`).join(' ');
    expect((await ask(`subscription { clinicVisitV1 { ${fields} } }`)).codes).toEqual(refused);
  });

  it('attack 3: nested reused fragments (2^20)', async () => {
    for (const spread of [
      (at: number) => `...F${at + 1} ...F${at + 1}`,
      (at: number) => `a: history { email } ...F${at + 1} ...F${at + 1}`,
    ]) {
      const fragments = levels.map((at) => `fragment F${at} on ClinicVisitV1 { ${spread(at)} }`).join(' ');
      const query = `subscription { clinicVisitV1 { node { ...F0 } } } ${fragments} fragment F20 on ClinicVisitV1 { visitId }`;
      expect((await ask(query)).codes).toEqual(refused);
    }
  });

  it('attack 4: cyclic fragments', async () => {
    for (const query of [
      'subscription { clinicVisitV1 { node { ...A } } } fragment A on ClinicVisitV1 { ...B } fragment B on ClinicVisitV1 { ...A }',
      'subscription { ...A } fragment A on Subscription { ...A }',
      'subscription { ...A } fragment A on Subscription { clinicVisitV1 { kind } ...A }',
    ]) {
      const answer = await ask(query);
      expect(answer.codes).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(answer.text).toMatch(/Cannot spread fragment/);
    }
  });

  it('attack 5: 10,000 directives on a field', async () => {
    const query = (many: number) =>
      `subscription { clinicVisitV1 { kind ${'@skip(if: false) '.repeat(many)} } }`;
    expect((await ask(query(10_000))).codes).toEqual(refused);
    expect((await ask(query(51))).codes).toEqual(refused);
    expect((await ask('subscription { clinicVisitV1 @skip(if: true) { kind } }')).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('attack 6: as many tokens as a frame holds', async () => {
    const answer = await ask(`subscription { clinicVisitV1 { ${'kind '.repeat(80_000)} } }`);
    expect(answer.errors[0]?.message).toBe('The document has more than 4000 tokens.');
  });

  it('attack 7: what was sent is not sent back', async () => {
    const long = 'x'.repeat(300_000);
    const answers = [
      await ask(`subscription { a${long} }`),
      await ask('subscription ($v: ID) { clinicVisitV1(where: { visitId: { gt: $v } }) { kind } }', {
        v: { long },
      }),
      await ask('subscription ($c: String) { clinicVisitV1(after: $c) { kind } }', { c: long }),
    ];
    for (const { codes, text } of answers) {
      expect(codes).toHaveLength(1);
      expect(text.length).toBeLessThan(1_000);
    }
  });

  it('attack 9: 10,000-element `in`, 1,000-deep and/or', async () => {
    const query =
      'subscription ($w: ClinicVisitV1Where) { clinicVisitV1(where: $w, snapshot: true) { kind } }';
    const values = Array.from({ length: 10_000 }, (_, at) => `v${at}`);
    expect((await ask(query, { w: { visitId: { in: values } } })).codes).toEqual(refused);
    // Each is no longer than may be, and is sent once.
    const some = values.slice(0, 500).map((value) => value.padEnd(900, 'x'));
    const many = `subscription ($v: [ID!]) { clinicVisitV1(where: { and: [${'{ visitId: { notIn: $v } } '.repeat(98)}] }, snapshot: true) { kind } }`;
    expect((await ask(many, { v: some })).codes).toEqual(refused);
    expect((await ask(many, { v: values.slice(0, 500) })).codes).toEqual(refused);
    expect((await ask(many, { v: values.slice(0, 10) })).codes).toEqual([]);
    const nested: unknown = JSON.parse(`${'{"and":['.repeat(1_000)}{}${']}'.repeat(1_000)}`);
    expect((await ask(query, { w: nested })).codes).toEqual(refused);
    const literal = `subscription { clinicVisitV1(where: ${'{and:['.repeat(300)}${']}'.repeat(300)}) { kind } }`;
    expect((await ask(literal)).codes).toEqual(refused);
  });

  it('attack 11: a flood of distinct documents', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, at) =>
        ask(`subscription N${at} { a${at}: clinicVisitV1(snapshot: true) { kind } }`),
      ),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
  });

  it('attack 12: introspection by a subscription, and what it tells of subscriptions', async () => {
    for (const query of [
      'subscription { __schema { types { name } } }',
      'subscription { __type(name: "BillingCaseV1") { name } }',
      'subscription { __typename }',
      'subscription { clinicVisitV1 { kind } __typename }',
    ])
      expect((await ask(query)).codes).toContain('GRAPHQL_VALIDATION_FAILED');
    const fields = async (as: Person) =>
      (await clinic.ask({ query: '{ __type(name: "Subscription") { fields { name } } }', as })).data;
    const named = (...names: string[]) => ({ __type: { fields: names.map((name) => ({ name })) } });
    expect(await fields(research)).toEqual(named('clinicVisitV1', 'patientHistoryV1'));
    expect(await fields(audit)).toEqual(named('clinicVisitV1'));
    expect(await fields(doctor('d1'))).toEqual(named('doctorStatementV1'));
  });

  it.each([
    ['a field', 'subscription { billingCaseV2 { kind } }'],
    ['a contract without an agreement', 'subscription { billingCaseV1 { kind } }'],
    ['a field of a type', 'subscription { clinicVisitV1 { node { remar } } }'],
    ['a condition', 'subscription { clinicVisitV1(where: { diagnosi: { eq: "x" } }) { kind } }'],
    ['a variable’s type', 'subscription ($w: BillingCaseV1Wher) { clinicVisitV1(where: $w) { kind } }'],
  ])('attack 13: "did you mean" hints for hidden names: %s', async (_what, query) => {
    const { codes, text } = await ask(query);
    expect(codes).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text).not.toMatch(/did you mean[^?]*(billing|remark|diagnosis|BillingCaseV1Where)/i);
  });
});
