import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { care, clinicNow } from '../../../support/clinicGateway.ts';
import { follow, type Follower } from '../../../support/live/follow.ts';
import { type LiveClinic, startLiveClinic } from '../../../support/live/startLiveClinic.ts';
import { until } from '../../../support/until.ts';

const linked = `subscription {
  clinicVisitV1(snapshot: true) { kind key node { ...Visit } cursor }
}
fragment Visit on ClinicVisitV1 { visitId history { email } }`;
const unlinked = 'subscription { clinicVisitV1(snapshot: true) { kind key node { visitId } cursor } }';

describe('a subscription that shows another contract by a link', () => {
  let now: Date;
  let clinic: LiveClinic;
  beforeEach(async () => {
    now = clinicNow;
    clinic = await startLiveClinic({ now: () => now });
  });
  afterEach(() => clinic.close());

  async function begun(query: string): Promise<Follower> {
    const follower = follow(await clinic.clientOf(care), query);
    await follower.until(() => follower.changes.at(-1)?.kind === 'SNAPSHOT_COMPLETE');
    return follower;
  }

  async function replace(path: string, change: (text: string) => string): Promise<void> {
    const files = new Map(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
    const before = files.get(path) ?? '';
    expect(change(before)).not.toBe(before);
    files.set(path, change(before));
    clinic.gateway.replaceProject(assertProject(files));
  }

  async function expectEnded(code: string): Promise<void> {
    const [one, other] = [await begun(linked), await begun(unlinked)];
    expect(JSON.stringify(one.changes)).toContain('maria.secret@example.com');
    return ends(one, other, code);
  }

  async function ends(one: Follower, other: Follower, code: string): Promise<void> {
    await replaceFor(code);
    await until('it has ended', one.hasEnded);
    expect(one.errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(one.errors[0]?.extensions).toHaveProperty('cursor', expect.any(String));
    await clinic.arrive({ visitId: 'w1' });
    await other.until(() => other.changes.at(-1)?.kind === 'UPSERT');
    expect(other.errors).toEqual([]);
  }

  const replaceFor = (code: string): Promise<void> =>
    code === 'AGREEMENT_ENDED'
      ? replace('schema/consumers.yaml', (text) =>
          text.replace(/.*patient_history@1, purposes: \[CARE\].*\n/, ''),
        )
      : replace('schema/contracts/patient_history/v1.graphql', (text) =>
          text.replace(/email: String .*/, (line) => line.replace('strategy: EMAIL', 'strategy: REDACT')),
        );

  it('attack 41: ends when the agreement of that contract is withdrawn', () =>
    expectEnded('AGREEMENT_ENDED'));

  it('attack 41: ends when that contract is declared otherwise', () => expectEnded('CONTRACT_CHANGED'));
});
