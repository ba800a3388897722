import { describe, expect, it } from '@jest/globals';
import { care, type ClinicGateway, startClinic, tokenFor } from '../../support/clinicGateway.ts';

/** A question that takes a while: the table is locked for that long. */
async function whileLocked<T>(
  clinic: ClinicGateway,
  milliseconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const { promise: locked, resolve } = Promise.withResolvers<undefined>();
  const holding = clinic.database.transaction(async (transaction) => {
    await transaction.execute({ text: 'lock table contract.clinic_visit_v1 in access exclusive mode' });
    resolve(undefined);
    await transaction.query({ text: 'select pg_sleep($1)', values: [milliseconds / 1000] });
  });
  await locked;
  try {
    return await work();
  } finally {
    await holding;
  }
}

const query = '{ clinicVisitV1(visitId: "v1") { visitId } }';

describe('close', () => {
  it('lets what is in flight finish, answers nothing new, and closes idle connections', async () => {
    const clinic = await startClinic();
    await clinic.ask({ query, as: care });
    const started = performance.now();
    const [answer, refused] = await whileLocked(clinic, 700, async () => {
      const inFlight = clinic.ask({ query, as: care });
      await new Promise((resolve) => setTimeout(resolve, 200));
      const closed = clinic.gateway.close({ deadlineMs: 20_000 });
      const next = await fetch(`${clinic.url}/readyz`).then(
        ({ status }) => status,
        () => 'refused',
      );
      const answered = await inFlight;
      await closed;
      return [answered, next] as const;
    });
    expect(answer.data).toEqual({ clinicVisitV1: { visitId: 'v1' } });
    expect(performance.now() - started).toBeLessThan(4_000);
    expect([503, 'refused']).toContain(refused);
    await expect(fetch(`${clinic.url}/livez`)).rejects.toThrow();
    await clinic.close();
  });

  it('cuts off what is still in flight at the deadline', async () => {
    const clinic = await startClinic();
    const token = await tokenFor(care);
    const milliseconds = await whileLocked(clinic, 2_500, async () => {
      const inFlight = clinic.ask({ query, token }).then(
        () => 'answered',
        () => 'cut off',
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      const started = performance.now();
      await clinic.gateway.close({ deadlineMs: 500 });
      expect(await inFlight).toBe('cut off');
      return performance.now() - started;
    });
    expect(milliseconds).toBeLessThan(2_000);
    await clinic.close();
  });
});

describe('deprecated contract versions', () => {
  it('say so in headers, extensions and nothing else', async () => {
    const clinic = await startClinic();
    const answer = await clinic.ask({
      query: '{ billingCaseV1(visitId: "v1") { invoicedFee } }',
      as: { consumer: 'billing-desk', purposes: ['BILLING'] },
    });
    expect(answer.headers.get('deprecation')).toBe(`@${Date.parse('2026-09-01T00:00:00Z') / 1000}`);
    expect(answer.headers.get('sunset')).toBe('Fri, 01 Sep 2028 23:59:59 GMT');
    expect(answer.extensions).toMatchObject({
      contracts: [{ name: 'billing_case', version: 1, deprecated: true, sunset: '2028-09-01' }],
    });
    const current = await clinic.ask({ query });
    expect(current.headers.get('deprecation')).toBeNull();
    await clinic.close();
  });
});
