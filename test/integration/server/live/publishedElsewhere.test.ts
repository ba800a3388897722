import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { care } from '../../../support/clinicGateway.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

const query = 'subscription { clinicVisitV1 { kind key node { visitId fee } revision cursor } }';

let clinic: LiveClinic;
beforeEach(async () => {
  clinic = await startLiveClinic();
});
afterEach(() => clinic.close());

async function begin(): Promise<Follower> {
  return follow(await clinic.clientOf(care), query, {});
}

const codes = ({ errors }: Follower): readonly unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

const hasHeard = ({ changes }: Follower, fee: string): boolean =>
  changes.some(({ node }) => node?.['visitId'] === 'w1' && node['fee'] === fee);

describe('a gateway without Kafka, where changes are published on topics', () => {
  it('ends subscriptions and refuses new ones, instead of letting them hear nothing', async () => {
    const follower = await begin();
    await clinic.arrive({ visitId: 'w1', fee: '1' });
    await follower.until(() => hasHeard(follower, '1'));
    // As a pipeline with Kafka leaves it.
    await clinic.database.execute({ text: `update contract.publication set destination = 'kafka:visits'` });
    await follower.until(follower.hasEnded);
    expect(codes(follower)).toEqual(['FEED_UNAVAILABLE']);
    const late = await begin();
    await late.until(late.hasEnded);
    expect(codes(late)).toEqual(['FEED_UNAVAILABLE']);
    // Where is for operators to know.
    expect(late.errors[0]?.message).toBe('There are no changes of this contract to follow.');
    await clinic.database.execute({ text: `update contract.publication set destination = 'embedded'` });
    const again = await begin();
    await clinic.arrive({ visitId: 'w1', fee: '2' });
    await again.until(() => hasHeard(again, '2') || again.hasEnded());
    expect(codes(again)).toEqual([]);
  });
});
