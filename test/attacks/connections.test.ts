import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, type ClinicGateway, research, startClinic } from '../support/clinicGateway.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

/** A condition of its own for each list, so that each is a statement of its own. */
const lists = `{ ${Array.from({ length: 20 }, (_, at) => `a${at}: clinicVisitV1List(first: ${at + 1}) { nodes { visitId } }`).join(' ')} }`;

const waiting = async () => {
  const [row] = await clinic.database.query<{ count: string }>({
    text: `select count(*) as count from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
  });
  return Number(row?.count);
};

describe('I9: a caller that takes every connection', () => {
  it('I9: is left with some, in one request and in many, and others are answered', async () => {
    const { visits, others } = await clinic.database.transaction(async (transaction) => {
      // Makes every list of visits slow, and nothing else.
      await transaction.execute({ text: 'lock table contract.clinic_visit_v1 in access exclusive mode' });
      const one = clinic.ask({ query: lists, as: research });
      await pause(700);
      expect(await waiting()).toBe(3);
      const many = Array.from({ length: 5 }, () => clinic.ask({ query: lists, as: research }));
      await pause(700);
      expect(await waiting()).toBe(5);
      const started = performance.now();
      const other = await clinic.ask({
        query: '{ contracts { name freshness { asOf } } }',
        as: care,
      });
      expect(performance.now() - started).toBeLessThan(2_000);
      return { visits: [one, ...many], others: [other] };
    });
    expect(others.map(({ codes }) => codes)).toEqual([[]]);
    expect((await Promise.all(visits)).map(({ codes }) => codes)).toEqual(Array(6).fill([]));
  });

  it('I9: leaves the gateway ready, although with others it has all of them', async () => {
    const { visits, ready } = await clinic.database.transaction(async (transaction) => {
      await transaction.execute({ text: 'lock table contract.clinic_visit_v1 in access exclusive mode' });
      const asked = [research, care].flatMap((as) =>
        Array.from({ length: 2 }, () => clinic.ask({ query: lists, as })),
      );
      await pause(700);
      expect(await waiting()).toBe(10);
      return { visits: asked, ready: await fetch(`${clinic.url}/readyz`) };
    });
    expect(ready.status).toBe(200);
    expect((await Promise.all(visits)).map(({ codes }) => codes)).toEqual(Array(4).fill([]));
  });
});
