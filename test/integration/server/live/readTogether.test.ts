import { afterEach, expect, it } from '@jest/globals';
import { care } from '../../../support/clinicGateway.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';

const selection =
  'visitId history { email } _meta { settlement exceptions { kind } lineage { product events { source partition offset } } }';
const count = 120;
const visitIds = Array.from({ length: count }, (_, at) => `w${String(at).padStart(3, '0')}`);

let clinic: LiveClinic;
afterEach(() => clinic.close());

async function subscribed(args: string): Promise<Follower> {
  const query = `subscription { clinicVisitV1(${args}) { kind key node { ${selection} } cursor } }`;
  return follow(await clinic.clientOf(care), query);
}

async function snapshot(): Promise<Follower> {
  const follower = await subscribed('snapshot: true');
  await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
  return follower;
}

/** The visits that the test made. */
const made = ({ changes }: Follower): unknown[] =>
  changes.flatMap(({ node }) => (String(node?.['visitId']).startsWith('w') ? [node] : []));

/** What a snapshot of the visits tells, and who came back from before them, with the statements that each took. */
async function followed() {
  const before = await snapshot();
  const cursor = before.changes.at(-1)?.cursor ?? '';
  before.stop();
  await clinic.arrive(...visitIds.map((visitId) => ({ visitId })));
  clinic.takeStatements();
  const whole = await snapshot();
  const ofWhole = clinic.takeStatements().length;
  const missed = await subscribed(`after: "${cursor}"`);
  await missed.until(() => missed.changes.length >= count);
  return { whole: made(whole), missed: made(missed), ofWhole, ofMissed: clinic.takeStatements().length };
}

it('what stands behind rows of a snapshot, and of what was missed, is read together, as for a list', async () => {
  clinic = await startLiveClinic();
  const { whole, missed, ofWhole, ofMissed } = await followed();
  const { data } = await clinic.ask({
    as: care,
    query: `query ($in: [ID!]!) { clinicVisitV1List(first: 120, where: { visitId: { in: $in } }) { nodes { ${selection} } } }`,
    variables: { in: visitIds },
  });
  expect(data).toEqual({ clinicVisitV1List: { nodes: whole } });
  expect(missed).toEqual(whole);
  expect(whole).toHaveLength(count);
  expect(ofWhole).toBeLessThan(count / 2);
  expect(ofMissed).toBeLessThan((count * 3) / 4);
});

it('and by each for itself where all together are more than one may read', async () => {
  clinic = await startLiveClinic({ limits: { rowsBehind: 20 } });
  const { whole, missed, ofWhole } = await followed();
  expect(whole).toHaveLength(count);
  expect(missed).toEqual(whole);
  for (const node of whole) expect(node).toMatchObject({ _meta: { lineage: [{ events: [{}] }] } });
  expect(ofWhole).toBeGreaterThan(count);
});
