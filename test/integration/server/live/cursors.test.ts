import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { care, research, type Person } from '../../../support/clinicGateway.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

let clinic: LiveClinic;
let followers: Follower[] = [];
beforeAll(async () => {
  clinic = await startLiveClinic();
});
afterAll(async () => {
  for (const { stop } of followers) stop();
  followers = [];
  await clinic.close();
});

const query = `subscription ($where: ClinicVisitV1Where, $after: String, $snapshot: Boolean) {
  clinicVisitV1(where: $where, after: $after, snapshot: $snapshot) { kind key revision cursor } }`;

async function started(variables: Record<string, unknown>, person: Person = care): Promise<Follower> {
  const follower = follow(await clinic.clientOf(person), query, variables);
  followers.push(follower);
  return follower;
}

async function cursorOf(where?: unknown): Promise<string> {
  const follower = await started({ snapshot: true, ...(where === undefined ? {} : { where }) });
  await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
  return follower.changes.at(-1)?.cursor ?? '';
}

describe('the cursor of a subscription', () => {
  it('is good for every `where` that asks the same, however it is written', async () => {
    const [all, one] = [
      await cursorOf(),
      await cursorOf({ doctorId: { in: ['d1', 'd2'] }, visitId: { ne: 'x' } }),
    ];
    const asked: readonly (readonly [string, unknown])[] = [
      ...[{}, null, { visitId: {} }, { and: [{}, { and: [] }] }, { not: { or: [] } }].map(
        (where) => [all, where] as const,
      ),
      [one, { visitId: { ne: 'x' }, doctorId: { in: ['d2', 'd1'] } }],
      [one, { and: [{ visitId: { ne: 'x' } }, {}, { or: [{ doctorId: { in: ['d1', 'd2'] } }] }] }],
    ];
    const again = await Promise.all(asked.map(([after, where]) => started({ after, where })));
    await clinic.arrive({ visitId: 'w1', doctorId: 'd1' });
    for (const [at, follower] of again.entries()) {
      await follower.until(() => follower.changes.length > 0 || follower.hasEnded());
      expect([asked[at], follower.errors]).toEqual([asked[at], []]);
      expect(follower.changes).toMatchObject([{ kind: 'UPSERT', key: { visitId: 'w1' } }]);
    }
  });

  it('is refused for another `where` or caller, or when it is made up, in words about subscriptions', async () => {
    const after = await cursorOf({ doctorId: { eq: 'd1' } });
    const refused = [
      await started({ after }),
      await started({ after, where: { doctorId: { eq: 'd2' } } }),
      await started({ after, where: { or: [{ doctorId: { eq: 'd1' } }, {}] } }),
      await started({ after, where: { doctorId: { eq: 'd1' } } }, research),
      await started({ after: 'made up', where: { doctorId: { eq: 'd1' } } }),
    ];
    for (const follower of refused) {
      await follower.until(follower.hasEnded);
      expect(follower.errors).toEqual([
        {
          message: 'The cursor does not belong to this subscription.',
          extensions: {
            code: 'CURSOR_INVALID',
            fix: 'Use a cursor that the same consumer got for the same purpose from the same contract version with the same `where`, under the same regions, masks and claims, or begin anew with `snapshot: true` and no cursor.',
            traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
          },
        },
      ]);
    }
  });
});
