import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, doctor, type Person, research } from '../../support/clinicGateway.ts';
import { follow, type Follower } from '../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../support/live/startLiveClinic.ts';
import { expectNoSecret } from '../../support/maskedFields.ts';

let clinic: LiveClinic;
beforeAll(async () => {
  clinic = await startLiveClinic();
});
afterAll(() => clinic.close());

const visits =
  'subscription { clinicVisitV1(snapshot: true) { kind key node { visitId diagnosis email fee } revision cursor } }';
const statements =
  'subscription { doctorStatementV1(snapshot: true) { kind key node { visitId fee } revision cursor } }';

async function begun(as: Person, query: string): Promise<Follower> {
  const follower = follow(await clinic.clientOf(as), query);
  await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
  return follower;
}

/** What was told of visits after the snapshot, in order of the visits. */
function told({ changes }: Follower): readonly string[] {
  return changes
    .slice(changes.findIndex(({ kind }) => kind === 'SNAPSHOT_COMPLETE') + 1)
    .filter(({ key }) => key?.['visitId'] !== 'w9')
    .map(({ kind, key, revision }) => `${String(key?.['visitId'])} ${revision ?? ''} ${kind}`)
    .sort();
}

describe('attack 22: what subscribers are told of changes', () => {
  it('is nothing of rows that they never had, and of those that they had no more than the key', async () => {
    const [researcher, ward, one, other] = await Promise.all([
      begun(research, visits),
      begun(care, visits),
      begun(doctor('d1'), statements),
      begun(doctor('d2'), statements),
    ]);
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
    for (const follower of [researcher, ward, one, other])
      await follower.until(() => follower.changes.some(({ key }) => key?.['visitId'] === 'w9'));
    expect(told(researcher)).toEqual(['w1 1 UPSERT', 'w1 2 DELETE']);
    expect(told(ward)).toEqual(['w1 1 UPSERT', 'w1 2 UPSERT', 'w1 3 UPSERT', 'w2 1 UPSERT', 'w2 2 UPSERT']);
    expect(told(one)).toEqual(['w1 1 UPSERT', 'w1 2 DELETE', 'w2 1 UPSERT', 'w2 2 UPSERT']);
    expect(told(other)).toEqual(['w1 2 UPSERT', 'w1 3 UPSERT']);
    for (const { changes } of [researcher, one])
      for (const { node } of changes.filter(({ kind }) => kind === 'DELETE')) expect(node).toBeNull();
    expectNoSecret(JSON.stringify([researcher.changes, one.changes, other.changes]));
    expect(JSON.stringify(ward.changes)).toContain('Cough-secret');
  });

  it('attack 26: is made for each purpose by itself, although the events are shared', async () => {
    const [researcher, ward] = await Promise.all([begun(research, visits), begun(care, visits)]);
    await clinic.arrive({ visitId: 'w3', region: 'NORTH', email: 'jo.secret@example.com' });
    for (const follower of [researcher, ward])
      await follower.until(() => follower.changes.some(({ key }) => key?.['visitId'] === 'w3'));
    expect(researcher.changes.at(-1)?.node?.['email']).toBe('j***@example.com');
    expect(ward.changes.at(-1)?.node?.['email']).toBe('jo.secret@example.com');
  });
});
