import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

async function cursorOf(list: string, as: Person = research): Promise<string> {
  const { text } = await clinic.ask({ query: `{ ${list} { pageInfo { endCursor } } }`, as });
  const cursor = /"endCursor":"([^"]+)"/.exec(text)?.[1];
  if (cursor === undefined) throw new Error(`no cursor in ${text}`);
  return cursor;
}

describe.each(methods)('over %s', (method) => {
  const follow = (list: string, after: string, as: Person = research) =>
    clinic.ask({
      method,
      as,
      query: `query ($c: String) { ${list.replace('CURSOR', '$c')} { nodes { visitId } } }`,
      variables: { c: after },
    });

  it('attack 16: a masked value inside a cursor', async () => {
    const cursors = [
      await cursorOf('clinicVisitV1List(first: 1, orderBy: [{ visitedAt: ASC }])'),
      await cursorOf('clinicVisitV1List(first: 1, orderBy: [{ email: ASC }])', care),
    ];
    for (const cursor of cursors) {
      for (const encoding of ['base64', 'base64url', 'hex', 'latin1'] as const) {
        const bytes = Buffer.from(cursor, encoding).toString('latin1');
        expect(bytes).not.toMatch(/secret|maria|"v1"|2026-|"p1"/);
      }
    }
  });

  it('attack 16: tampered cursor, bit by bit, cut and lengthened', async () => {
    const cursor = await cursorOf('clinicVisitV1List(first: 1)');
    const bytes = Buffer.from(cursor, 'base64url');
    const forged = [
      ...Array.from(bytes.keys(), (at) => {
        const copy = Buffer.from(bytes);
        copy[at] = (copy[at] ?? 0) ^ 1;
        return copy.toString('base64url');
      }),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      '',
      'null',
      Buffer.from('["v1"]').toString('base64'),
      "' or 1=1 --",
    ];
    for (const after of forged) {
      const answer = await follow('clinicVisitV1List(first: 1, after: CURSOR)', after);
      expect([after, answer.codes]).toEqual([after, ['CURSOR_INVALID']]);
    }
    expect((await follow('clinicVisitV1List(first: 1, after: CURSOR)', cursor)).codes).toEqual([]);
  });

  it('attack 16: cursor of another ordering, contract or caller', async () => {
    const own = await cursorOf('clinicVisitV1List(first: 1)');
    const swapped = [
      await follow('clinicVisitV1List(first: 1, after: CURSOR, orderBy: [{ visitedAt: ASC }])', own),
      await follow('clinicVisitV1List(first: 1, after: CURSOR, orderBy: [{ visitedAt: DESC }])', own),
      await follow('clinicVisitV1List(first: 1, after: CURSOR)', own, care),
      await follow('clinicVisitV1List(first: 1, after: CURSOR)', own, audit),
      await follow('doctorStatementV1List(first: 1, after: CURSOR)', own, doctor('d1')),
    ];
    expect(swapped.map(({ codes }) => codes)).toEqual(swapped.map(() => ['CURSOR_INVALID']));
    const messages = new Set(swapped.map(({ errors }) => errors[0]?.message));
    expect(messages.size).toBe(1);
  });

  it('attack 16: a cursor of another doctor', async () => {
    const others = await cursorOf('doctorStatementV1List(first: 1)', doctor('d2'));
    const answer = await follow('doctorStatementV1List(first: 9, after: CURSOR)', others, doctor('d1'));
    expect(answer.codes).toEqual(['CURSOR_INVALID']);
  });
});
