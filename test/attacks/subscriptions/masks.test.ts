import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { audit, care, type Person, research } from '../../support/clinicGateway.ts';
import type { LiveAnswer } from '../../support/live/askLive.ts';
import { type LiveClinic, startLiveClinic } from '../../support/live/startLiveClinic.ts';
import { everyMasked, expectNoSecret, maskedFields } from '../../support/maskedFields.ts';

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

describe('inference on masks by subscriptions', () => {
  it.each(maskedFields)('attack 14, 22: where on a masked field: %s %s', async (field, operator, value) => {
    const where = { [field]: { [operator]: value } };
    const byVariable =
      'subscription ($w: ClinicVisitV1Where) { clinicVisitV1(where: $w, snapshot: true) { kind key cursor } }';
    const literal = JSON.stringify(where).replace(/"([A-Za-z]+)":/g, '$1:');
    const answers = [
      await ask(byVariable, { w: where }),
      await ask(byVariable, { w: { or: [{ not: { and: [where] } }] } }),
      await ask(`subscription { clinicVisitV1(where: ${literal}, snapshot: true) { kind key cursor } }`),
    ];
    for (const { messages, codes, text } of answers) {
      expect(messages.map(({ type }) => type)).toEqual(['error']);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
      expect(text).not.toContain('"v1"');
    }
  });

  it('attack 14, 22: where on a HASH takes the masked value and never the raw one', async () => {
    const query = `subscription ($v: String!) { clinicVisitV1(where: { patientHash: { eq: $v } }, snapshot: true) { kind node { visitId patientHash } } }`;
    const keys = ({ messages }: LiveAnswer) =>
      messages.flatMap(({ payload }) => /"visitId":"(\w+)"/.exec(JSON.stringify(payload))?.[1] ?? []);
    const { text } = await ask(
      'subscription { clinicVisitV1(snapshot: true) { kind node { patientHash } } }',
    );
    const hash = /"patientHash":"(hash_[^"]+)"/.exec(text)?.[1] ?? '';
    expect(keys(await ask(query, { v: hash }))).toEqual(['v1', 'v2']);
    expect(keys(await ask(query, { v: 'p1-secret' }))).toEqual([]);
  });

  it('attack 15: no ordering, and no count, page or anything else that a subscription has not', async () => {
    for (const args of ['orderBy: [{ diagnosis: ASC }]', 'first: 1', 'last: 1', 'before: "x"'])
      expect((await ask(`subscription { clinicVisitV1(${args}) { kind } }`)).codes).toContain(
        'GRAPHQL_VALIDATION_FAILED',
      );
    expect((await ask('subscription { clinicVisitV1 { totalCount } }')).codes).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });

  it('attack 16: nothing is read from a cursor, and none of another filter, contract or caller is taken', async () => {
    const cursorOf = async (query: string, as: Person = research) =>
      /.*"cursor":"([^"]+)"/.exec((await ask(query, undefined, as)).text)?.[1] ?? '';
    const own = await cursorOf('subscription { clinicVisitV1(snapshot: true) { kind cursor } }');
    const of = (as: Person) => cursorOf('subscription { clinicVisitV1(snapshot: true) { kind cursor } }', as);
    for (const encoding of ['base64', 'base64url', 'hex', 'latin1'] as const)
      expect(Buffer.from(own, encoding).toString('latin1')).not.toMatch(
        /secret|maria|"v1"|embedded|snapshot/i,
      );
    const list = await clinic.ask({ query: '{ clinicVisitV1List(first: 1) { pageInfo { endCursor } } }' });
    const listCursor = /"endCursor":"([^"]+)"/.exec(list.text)?.[1] ?? '';
    const history = await cursorOf('subscription { patientHistoryV1(snapshot: true) { kind cursor } }');
    const bytes = Buffer.from(own, 'base64url');
    const forged = [
      ...Array.from(bytes.keys())
        .filter((at) => at % 7 === 0)
        .map((at) => {
          const copy = Buffer.from(bytes);
          copy[at] = (copy[at] ?? 0) ^ 1;
          return copy.toString('base64url');
        }),
      ...[own.slice(0, -1), `${own}A`, '', 'null', Buffer.from('["v1"]').toString('base64'), "' or 1=1 --"],
      ...[listCursor, history, await of(care), await of(audit)],
      await cursorOf(
        'subscription { clinicVisitV1(where: { fee: { gt: "1" } }, snapshot: true) { kind cursor } }',
      ),
    ];
    const follow = 'subscription ($c: String) { clinicVisitV1(after: $c) { kind } }';
    const answers = await Promise.all(
      forged.map(async (after) => [after, await ask(follow, { c: after })] as const),
    );
    expect(answers.map(([after, { codes }]) => [after, codes])).toEqual(
      forged.map((after) => [after, ['CURSOR_INVALID']]),
    );
    expect(new Set(answers.map(([, { errors }]) => errors[0]?.message)).size).toBe(1);
    const asList = await clinic.ask({
      query: 'query ($c: String) { clinicVisitV1List(after: $c) { totalCount } }',
      variables: { c: own },
    });
    expect(asList.codes).toEqual(['CURSOR_INVALID']);
  });

  it('attack 18, 19, 22: aliases, fragments and nested types in what is told', async () => {
    const query = `subscription {
      a: clinicVisitV1(snapshot: true) {
        kind diagnosis: key
        visitId: node { diagnosis: email email: diagnosis fee: age ...Named ... { email2: email } ... on ClinicVisitV1 { home { ...Home } history { ...Past } } }
        node { ${everyMasked} history { email diagnosis } }
      }
    }
    fragment Named on ClinicVisitV1 { w: ward p: phone h: patientHash t: patientToken i: iban b: bornOn m: admittedOn g: age }
    fragment Home on HomeAddress { street postCode }
    fragment Past on PatientHistoryV1 { email diagnosis }`;
    const answer = await ask(query);
    expect(answer.messages).toHaveLength(4);
    expect(answer.messages.flatMap(({ payload }) => JSON.stringify(payload).match(/"errors"/) ?? [])).toEqual(
      [],
    );
    expectNoSecret(answer.text);
    expect(answer.text).toContain('"street":"********"');
    expect((await ask(query, undefined, care)).text).toContain('Influenza-secret');
  });

  it('attack 30: null against masked', async () => {
    const query = `subscription { clinicVisitV1(snapshot: true, where: { visitId: { in: ["v1", "v3"] } }) { kind node { diagnosis ward patientHash patientToken bornOn age home { street } } } }`;
    const { messages } = await ask(query);
    const shapes = messages.slice(0, 2).map(({ payload }) =>
      JSON.stringify(payload)
        .replace(/_[\w-]{43}"/g, '_…"')
        .replace(/\d{4}-01-01/, 'YEAR')
        .replace(/"age":\d+/, '"age":BUCKET'),
    );
    expect(shapes[1]).toBe(shapes[0]);
  });
});
