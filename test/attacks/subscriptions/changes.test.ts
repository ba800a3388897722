import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, doctor, type Person, research } from '../../support/clinicGateway.ts';
import type { RawSocket } from '../../support/live/openRaw.ts';
import { type LiveClinic, startLiveClinic } from '../../support/live/startLiveClinic.ts';
import { expectNoSecret } from '../../support/maskedFields.ts';

let clinic: LiveClinic;
beforeAll(async () => {
  clinic = await startLiveClinic();
});
afterAll(() => clinic.close());

describe('attack 22: what subscribers are told of changes', () => {
  it('is nothing of rows that they never had, and of those that they had no more than the key', async () => {
    const query =
      'subscription { clinicVisitV1 { kind key node { visitId diagnosis email fee } revision cursor } }';
    const statements = 'subscription { doctorStatementV1 { kind key node { visitId fee } revision cursor } }';
    const followers = await Promise.all([
      begun(research, query),
      begun(care, query),
      begun(doctor('d1'), statements),
      begun(doctor('d2'), statements),
    ]);
    const before = followers.map((raw) => raw.messages.length);
    const visit = { fee: '1', diagnosis: 'Cough-secret', doctorId: 'd1' };
    await clinic.arrive(
      { ...visit, visitId: 'w1', region: 'NORTH' },
      { ...visit, visitId: 'w2', region: 'SOUTH' },
    );
    await clinic.arrive({ ...visit, visitId: 'w2', region: 'SOUTH', fee: '2' });
    await clinic.arrive({ ...visit, visitId: 'w1', region: 'SOUTH', doctorId: 'd2' });
    await clinic.arrive({ ...visit, visitId: 'w1', region: 'SOUTH', doctorId: 'd2', fee: '3' });
    // What is told of the last change comes after all else.
    await clinic.arrive({ ...visit, visitId: 'w9', region: 'NORTH', doctorId: 'd1' });
    await clinic.arrive({ ...visit, visitId: 'w9', region: 'NORTH', doctorId: 'd2' });
    await Promise.all(
      followers.map((raw) =>
        raw.heard('the last change', ({ payload }) => JSON.stringify(payload ?? null).includes('w9')),
      ),
    );
    const told = followers.map((raw, at) =>
      raw.messages
        .slice(before[at])
        .map(({ payload }) => JSON.stringify(payload))
        .flatMap(
          (text) => /"kind":"(\w+)","key":\{"visitId":"(\w+)"/.exec(text)?.slice(1, 3).join(' ') ?? text,
        )
        .filter((text) => !text.includes('w9')),
    );
    expect(told[0]).toEqual(['UPSERT w1', 'DELETE w1']);
    expect([...(told[1] ?? [])].sort()).toEqual(
      ['UPSERT w1', 'UPSERT w1', 'UPSERT w1', 'UPSERT w2', 'UPSERT w2'].sort(),
    );
    expect([...(told[2] ?? [])].sort()).toEqual(['DELETE w1', 'UPSERT w1', 'UPSERT w2', 'UPSERT w2']);
    expect(told[3]).toEqual(['UPSERT w1', 'UPSERT w1']);
    const [researcher] = followers;
    expectNoSecret(JSON.stringify(researcher?.messages));
    const deletion = researcher?.messages.find(({ payload }) =>
      JSON.stringify(payload ?? null).includes('DELETE'),
    );
    expect(deletion?.payload).toMatchObject({
      data: { clinicVisitV1: { kind: 'DELETE', key: { visitId: 'w1' }, node: null } },
    });
    for (const raw of followers) raw.close();
  });

  async function begun(as: Person, query: string): Promise<RawSocket> {
    const raw = await clinic.socketOf(as);
    raw.send({
      id: 'probe',
      type: 'subscribe',
      payload: { query: query.replace(/\(.*?\)|V1 \{/, 'V1(snapshot: true) {') },
    });
    raw.send({ id: '1', type: 'subscribe', payload: { query: query } });
    await raw.heard('the end of the snapshot', ({ payload }) =>
      JSON.stringify(payload ?? null).includes('SNAPSHOT_COMPLETE'),
    );
    raw.send({ id: 'probe', type: 'complete' });
    return raw;
  }
});
