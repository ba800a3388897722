import { afterEach, describe, expect, it } from '@jest/globals';
import { care } from '../../../support/clinicGateway.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

let clinic: LiveClinic;
afterEach(() => clinic.close());

const plain =
  'subscription { clinicVisitV1(snapshot: true) { kind key node { visitId fee } revision cursor } }';
const linked =
  'subscription { clinicVisitV1(snapshot: true) { kind key node { visitId history { visitCount } } revision cursor } }';
const traced =
  'subscription { clinicVisitV1(snapshot: true) { kind key node { visitId _meta { lineage { events { source } } } } revision cursor } }';

async function begun(query: string): Promise<Follower> {
  const follower = follow(await clinic.clientOf(care), query);
  await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
  return follower;
}

const told = ({ changes }: Follower): readonly string[] =>
  changes
    .slice(changes.findIndex(({ kind }) => kind === 'SNAPSHOT_COMPLETE') + 1)
    .map(({ key, revision }) => `${String(key?.['visitId'])} ${revision ?? ''}`);

const codes = ({ errors }: Follower): readonly unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

describe('a subscription that fails', () => {
  it('I9: whose selection cannot be read is told so, value by value, and no other is', async () => {
    clinic = await startLiveClinic();
    const [failing, sound] = [await begun(linked), await begun(plain)];
    await clinic.database.execute({
      text: 'alter table contract.patient_history_v1 rename column visit_count to visits_counted',
    });
    try {
      await publishAgain('v1');
      await sound.until(() => told(sound).length === 1);
      await failing.until(() => failing.errors.length > 0);
      expect(failing.errors[0]?.extensions).toMatchObject({
        ...{ code: 'INTERNAL_SERVER_ERROR', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) },
      });
      expect(JSON.stringify(failing.errors)).not.toMatch(/visit_count|visits_counted|patient_history_v1/);
      expect(sound.errors).toEqual([]);
      expect(failing.hasEnded()).toBe(false);
    } finally {
      await clinic.database.execute({
        text: 'alter table contract.patient_history_v1 rename column visits_counted to visit_count',
      });
    }
    await publishAgain('v2');
    await failing.until(() => told(failing).length === 2);
    expect(failing.changes.at(-1)?.node).toMatchObject({ visitId: 'v2', history: { visitCount: 2 } });
  });

  it('I9: whose message may not be made ends with its cursor, and no other does', async () => {
    clinic = await startLiveClinic({ limits: { rowsBehind: 2 } });
    const [failing, sound] = [await begun(traced), await begun(plain)];
    for (const fee of ['1', '2', '3', '4']) {
      await clinic.arrive({ visitId: 'w1', fee });
      await sound.until(() => sound.changes.at(-1)?.node?.['fee'] === fee);
    }
    await failing.until(failing.hasEnded);
    expect(codes(failing)).toEqual(['LIMIT_EXCEEDED']);
    expect(failing.errors[0]?.extensions['cursor']).toBe(failing.changes.at(-1)?.cursor);
    expect(told(sound)).toEqual(['w1 1', 'w1 2', 'w1 3', 'w1 4']);
    expect(sound.errors).toEqual([]);
  });

  it('I9: that waits for the database keeps no other waiting, and tells everything later', async () => {
    clinic = await startLiveClinic();
    const [waiting, sound] = [await begun(linked), await begun(plain)];
    await clinic.arrive({ visitId: 'w1' });
    await waiting.until(() => told(waiting).length === 1);
    await clinic.database.transaction(async (transaction) => {
      await transaction.execute({ text: 'lock table contract.patient_history_v1 in access exclusive mode' });
      for (const visit of ['v1', 'v2', 'v3']) await publishAgain(visit);
      await sound.until(() => told(sound).length === 4);
      expect(told(waiting)).toHaveLength(1);
    });
    await waiting.until(() => told(waiting).length === 4);
    expect(told(waiting)).toEqual(told(sound));
    expect([...waiting.errors, ...sound.errors]).toEqual([]);
  });
});

/** Has a change of a visit published that touches nothing but the visit: its next revision, with the values that it has. */
async function publishAgain(visit: string): Promise<void> {
  await clinic.database.transaction(async (transaction) => {
    await transaction.execute({
      text: `
        with revised as (
          update contract.clinic_visit_v1 set "_revision" = "_revision" + 1 where visit_id = $1
          returning visit_id, "_revision" as revision
        ),
        changed as (
          insert into contract.change (contract, key, revision, before, after)
          select c.contract, c.key, r.revision, c.after, c.after
          from revised r
          join contract.change c on c.contract = 'clinic_visit@1' and c.key = jsonb_build_array(r.visit_id)
            and c.revision = r.revision - 1
          returning id, contract
        )
        insert into contract.outbox (change_id, contract) select id, contract from changed`,
      values: [visit],
    });
  });
}
