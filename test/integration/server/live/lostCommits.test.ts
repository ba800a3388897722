import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { care } from '../../../support/clinicGateway.ts';
import { keepState } from '../../../support/databaseState.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

const query =
  'subscription ($snapshot: Boolean, $after: String) { clinicVisitV1(snapshot: $snapshot, after: $after) { kind key node { visitId fee } revision cursor } }';

let clinic: LiveClinic;
beforeEach(async () => {
  clinic = await startLiveClinic();
});
afterEach(() => clinic.close());

async function begin(variables: Record<string, unknown> = {}): Promise<Follower> {
  return follow(await clinic.clientOf(care), query, variables);
}

const fees = ({ changes }: Follower): readonly unknown[] =>
  changes.filter(({ key }) => key?.['visitId'] === 'w1').map(({ node }) => node?.['fee']);

const codes = ({ errors }: Follower): readonly unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

/** Of one visit, one after the other. */
async function arrive(...more: readonly string[]): Promise<void> {
  for (const fee of more) await clinic.arrive({ visitId: 'w1', fee });
}

describe('a subscription to the embedded feed of a database that loses commits', () => {
  it('ends, rather than take what has come in the place of lost changes for what was told', async () => {
    const follower = await begin({ snapshot: true });
    await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
    await arrive('1');
    await follower.until(() => fees(follower).length === 1);
    const kept = follower.changes.at(-1)?.cursor;
    const putBack = await keepState(clinic.database);
    await arrive('2', '3');
    await follower.until(() => fees(follower).length === 3);
    const lost = follower.changes.at(-1)?.cursor;
    await putBack();
    await arrive('4', '5', '6');
    await follower.until(follower.hasEnded);
    expect(fees(follower)).toEqual(['1', '2', '3']);
    expect(codes(follower)).toEqual(['CURSOR_EXPIRED']);
    // From a cursor that tells of lost changes nobody goes on either, from one before them everybody does.
    const late = await begin({ after: lost });
    await late.until(late.hasEnded);
    expect(codes(late)).toEqual(['CURSOR_EXPIRED']);
    const sound = await begin({ after: kept });
    await sound.until(() => fees(sound).length === 3);
    await arrive('7');
    await sound.until(() => fees(sound).length === 4);
    expect(fees(sound)).toEqual(['4', '5', '6', '7']);
    const anew = await begin({ snapshot: true });
    await anew.until(() => fees(anew).length === 1);
    expect(fees(anew)).toEqual(['7']);
    expect([...sound.errors, ...anew.errors]).toEqual([]);
  });

  it('ends also where nothing comes in their place, and where it was told of a snapshot alone', async () => {
    await arrive('1');
    const putBack = await keepState(clinic.database);
    await arrive('2', '3');
    const told = await begin({ snapshot: true });
    await told.until(() => told.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
    await putBack();
    await told.until(told.hasEnded);
    expect(codes(told)).toEqual(['CURSOR_EXPIRED']);
  });
});
