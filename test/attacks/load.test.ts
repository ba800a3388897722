import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClinicGateway, care, research, startClinic, tokenFor } from '../support/clinicGateway.ts';

const lineage =
  '_meta { lineage { product identity events { source partition offset eventType eventTime receivedAt } } }';
const aliased = (count: number, selection: string) =>
  Array.from({ length: count }, (_none, at) => `a${at}: ${selection}`).join(' ');
const list = (first: number, selection: string) =>
  `{ clinicVisitV1List(first: ${first}) { nodes { ${selection} } } }`;

describe('I9: an operation that would take the gateway’s time and memory', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic({ limits: { values: 100, rowsBehind: 6 } });
  });
  afterAll(() => clinic.close());

  it.each([
    ['lineage', aliased(48, lineage)],
    ['exceptions', aliased(48, '_meta { exceptions { id } }')],
  ])('I9: is refused before anything is read, for aliases of %s', async (_what, selection) => {
    clinic.takeStatements();
    const answer = await clinic.ask({ query: list(500, selection) });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]?.message).toBe('The operation may return more than 5000 rows.');
    expect(clinic.takeStatements().filter((text) => text.includes('clinic_visit_v1'))).toEqual([]);
  });

  it('I9: is refused before anything is read, for values that are sure', async () => {
    const answer = await clinic.ask({ query: list(50, 'visitId fee ward') });
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: 'The answer would hold more than 100 values.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
      },
    ]);
  });

  it('I9: gets an error and none of its data once it holds more values, and is audited', async () => {
    const events = `events { ${aliased(40, 'source')} }`;
    const { database } = clinic;
    const audited = async () =>
      Number(
        (await database.query<{ count: string }>({ text: 'select count(*) from audit.access' }))[0]?.count,
      );
    const before = await audited();
    // One of the patients came twice, which only the rows tell.
    const query = `{ patientHistoryV1List(first: 2) { nodes { _meta { lineage { ${events} } } } } }`;
    const answer = await clinic.ask({ query, as: care });
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: 'The answer would hold more than 100 values.',
        extensions: { code: 'LIMIT_EXCEEDED', fix: expect.any(String), traceId: expect.any(String) },
      },
    ]);
    expect(answer.data).toBeUndefined();
    expect(await audited()).toBe(before + 1);
  });

  it('I9: reads no more source events than it may', async () => {
    const selection = '_meta { lineage { product events { source } } }';
    expect((await clinic.ask({ query: list(1, selection), as: care })).codes).toEqual([]);
    const answer = await clinic.ask({
      query: `{ a: clinicVisitV1List(first: 5) { nodes { ${selection} } }
      b: patientHistoryV1List(first: 5) { nodes { ${selection} } } }`,
      as: care,
    });
    expect(answer.errors.map(({ message }) => message)).toEqual([
      'More than 6 source events, exceptions or rows of exceptions stand behind the answer.',
    ]);
  });
});

describe('I9: more operations of one consumer at once', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic({ loadLimits: { rowsPerConsumer: 100, waitingPerConsumer: 2 } });
  });
  afterAll(() => clinic.close());

  const large = list(100, 'visitId');

  it('I9: than may be executed wait, than may wait are refused, and others are answered', async () => {
    const { asked, other } = await clinic.database.transaction(async (transaction) => {
      // Makes every list of visits slow, and nothing else.
      await transaction.execute({ text: 'lock table contract.clinic_visit_v1 in access exclusive mode' });
      const questions = Array.from({ length: 5 }, () => clinic.ask({ query: large }));
      await pause(500);
      return { asked: questions, other: await clinic.ask({ query: '{ contracts { name } }', as: care }) };
    });
    expect(other.codes).toEqual([]);
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.filter(({ status }) => status === 429);
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.errors).toEqual([
        {
          message: '2 operations of this consumer wait to be executed already.',
          extensions: { code: 'TOO_MANY_REQUESTS', fix: expect.any(String), traceId: expect.any(String) },
        },
      ]);
    }
  });

  it('I9: leave their places when nobody waits for their answers', async () => {
    const { port, hostname } = new URL(clinic.url);
    const token = await tokenFor(research);
    const answers = await clinic.database.transaction(async (transaction) => {
      await transaction.execute({ text: 'lock table contract.clinic_visit_v1 in access exclusive mode' });
      const first = clinic.ask({ query: large });
      await pause(300);
      const path = `/graphql?query=${encodeURIComponent(large)}`;
      const sockets = [1, 2].map(() => {
        const socket = connect(Number(port), hostname);
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
        return socket;
      });
      await pause(300);
      expect((await clinic.ask({ query: large })).status).toBe(429);
      for (const socket of sockets) socket.destroy();
      await pause(300);
      const second = clinic.ask({ query: large });
      await pause(300);
      return [first, second];
    });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(clinic.logText()).not.toContain('"level":"error"');
  });
});
