import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  audit,
  care,
  type ClinicGateway,
  type Person,
  type Question,
  research,
  startClinic,
} from '../../../support/clinicGateway.ts';
import { untraced } from '../../../support/untraced.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic({ limits: { answerBytes: 20_000, rows: 100 } });
});
afterAll(() => clinic.close());

const everything =
  '{ clinicVisitV1List(first: 100) { nodes { visitId diagnosis email fee _meta { revision } } } }';

const unknown = Array.from({ length: 40 }, (_, at) => `f${at}`).join(' ');

const deep: unknown = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`);

/** What is asked, and with which codes it is answered. */
const asked: readonly (readonly [string, Question, readonly string[]])[] = [
  ['rows', { query: everything }, []],
  ['rows, with another mask', { query: everything, as: care }, []],
  [
    'an operation of several',
    { query: 'query A { a: __typename } query B { b: __typename }', operationName: 'B' },
    [],
  ],
  [
    'an error beside data',
    { query: '{ a: __typename clinicVisitV1List(after: "x") { totalCount } }' },
    ['CURSOR_INVALID'],
  ],
  [
    'no operation of this name',
    { query: 'query A { __typename }', operationName: 'B' },
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  [
    'an empty name for the only operation',
    { query: '{ __typename }', operationName: '' },
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  [
    'an empty name for one of several',
    { query: 'query A { a: __typename } query B { b: __typename }', operationName: '' },
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  [
    'an empty name for the only subscription',
    { query: 'subscription { clinicVisitV1 { kind } }', operationName: '' },
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  [
    'no name for one of several',
    { query: 'query A { a: __typename } query B { b: __typename }' },
    ['OPERATION_RESOLUTION_FAILURE'],
  ],
  ['no operation', { query: 'fragment F on Query { __typename }' }, ['GRAPHQL_VALIDATION_FAILED']],
  ['nothing', { query: '' }, ['BAD_REQUEST']],
  ['what is no GraphQL', { query: '{ a(' }, ['GRAPHQL_PARSE_FAILED']],
  [
    'an unknown field',
    { query: '{ clinicVisitV1(visitId: "v1") { remark } }' },
    ['GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    'many unknown fields',
    { query: `{ clinicVisitV1(visitId: "v1") { ${unknown} } }` },
    Array<string>(21).fill('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'a missing variable',
    { query: 'query ($id: ID!) { clinicVisitV1(visitId: $id) { visitId } }' },
    ['BAD_USER_INPUT'],
  ],
  [
    'a wrong variable',
    { query: 'query ($n: Int) { clinicVisitV1List(first: $n) { totalCount } }', variables: { n: 'x' } },
    ['BAD_USER_INPUT'],
  ],
  ['too many rows', { query: '{ clinicVisitV1List(first: 101) { nodes { visitId } } }' }, ['LIMIT_EXCEEDED']],
  [
    'a page that is too large',
    { query: '{ clinicVisitV1List(first: 501) { nodes { visitId } } }' },
    ['LIMIT_EXCEEDED'],
  ],
  [
    'an answer that is too large',
    { query: '{ __schema { types { name description fields { name description } } } }' },
    ['LIMIT_EXCEEDED'],
  ],
  ['variables that are too deep', { query: '{ __typename }', variables: { v: deep } }, ['LIMIT_EXCEEDED']],
  ['a mutation', { query: 'mutation { a }' }, ['BAD_USER_INPUT']],
  ['a mutation of nothing but its name', { query: 'mutation { __typename }' }, ['BAD_USER_INPUT']],
  [
    'a contract without an agreement',
    { query: '{ billingCaseV1(visitId: "v1") { visitId } }' },
    ['GRAPHQL_VALIDATION_FAILED'],
  ],
];

describe('an operation on a socket is answered as over HTTP', () => {
  it.each(asked)('%s', async (_what, question, codes) => {
    const http = await clinic.ask({ ...question, method: 'POST' });
    const socket = await clinic.ask({ ...question, method: 'SOCKET' });
    expect(http.codes).toEqual(codes);
    expect(JSON.parse(untraced(socket.text))).toEqual(JSON.parse(untraced(http.text)));
    // Every error has one, on either way.
    for (const { errors } of [http, socket])
      expect(errors.map(({ extensions }) => typeof extensions['traceId'])).toEqual(
        errors.map(() => 'string'),
      );
    // Errors without any data are told by `error`, before and after execution.
    expect(socket.status).toBe(http.data === undefined ? 400 : 200);
  });
});

describe('a subscription is refused in the words that a query has over HTTP', () => {
  const about = (query: string): Question => ({
    query: query
      .replace('subscription', 'query')
      .replace('clinicVisitV1(', 'clinicVisitV1List(')
      .replace('{ node', '{ nodes'),
  });
  it.each([
    ['subscription { clinicVisitV1(where: { diagnosis: { eq: "x" } }) { __typename } }'],
    ['subscription { clinicVisitV1(where: { visitId: { eq: "\\u0000" } }) { __typename } }'],
    [`subscription { clinicVisitV1(where: ${'{and:['.repeat(300)}${']}'.repeat(300)}) { __typename } }`],
    ['subscription { clinicVisitV1(after: 1) { __typename } }'],
    [`subscription { clinicVisitV1(after: "x") { node { ${unknown} } } }`],
    ['subscription ($v: Nothing) { clinicVisitV1(where: { visitId: { eq: $v } }) { __typename } }'],
  ])('%s', async (query) => {
    const http = await clinic.ask({ ...about(query), method: 'POST' });
    const socket = await clinic.ask({ query, method: 'SOCKET' });
    const told = ({ errors }: typeof http) =>
      errors.map(({ message, extensions }) => ({
        message: message.replace('ClinicVisitV1Change', 'X').replace('ClinicVisitV1Connection', 'X'),
        extensions: {
          ...extensions,
          traceId: String(extensions['traceId']).replace(/[0-9a-f]{32}/, 'its own'),
        },
      }));
    expect(told(http)).not.toEqual([]);
    expect(told(socket)).toEqual(told(http));
    expect(socket.status).toBe(400);
  });
});

describe('what stands behind an answer', () => {
  it('is audited, and counts for the consumer’s load', async () => {
    const people: readonly Person[] = [research, audit];
    for (const as of people) {
      const before = await audited(as);
      await clinic.ask({ query: '{ clinicVisitV1(visitId: "v1") { diagnosis } }', as, method: 'SOCKET' });
      expect(await audited(as)).toBe(before + 1);
    }
  });

  async function audited({ consumer, purposes }: Person): Promise<number> {
    const [row] = await clinic.database.query<{ count: string }>({
      text: 'select count(*) from audit.access where consumer = $1 and purpose = $2',
      values: [consumer, purposes[0]],
    });
    return Number(row?.count);
  }
});
