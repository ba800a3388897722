import { describe, expect, it } from '@jest/globals';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import { authenticator, now, refusalOf, tokenWith } from '../../support/forgedTokens.ts';
import { agreement, consumer, contract, field, project } from '../../support/policyModel.ts';

const authenticate = authenticator();
const several = `Bearer ${tokenWith({ purpose: ['AUDIT', 'CARE'] })}`;
const single = `Bearer ${tokenWith({})}`;

const forbidden =
  'FORBIDDEN: Your agreements do not cover this request. ' +
  'Ask the owner of the contract for an agreement that names your consumer and this purpose.';

describe('attack 40: a client that names its own purpose, region or consumer', () => {
  it("may narrow to one of its token's purposes", async () => {
    expect(await authenticate(several, 'CARE')).toMatchObject({
      purpose: 'CARE',
      purposes: ['AUDIT', 'CARE'],
    });
    expect((await authenticate(single, undefined)).purpose).toBe('AUDIT');
    expect((await authenticate(single, 'AUDIT')).purpose).toBe('AUDIT');
  });

  it.each(['CARE', 'audit', 'AUDIT ', '', 'AUDIT, CARE', 'AUDIT,AUDIT', '*', '__proto__', 'length'])(
    'may not widen to %p, and is not told whether there is such a purpose',
    async (header) => {
      expect((await refusalOf(authenticate(single, header))).seen).toBe(forbidden);
    },
  );

  it('is asked to choose among its own purposes when there are several', async () => {
    const { seen } = await refusalOf(authenticate(several, undefined));
    expect(seen).toMatch(/^PURPOSE_REQUIRED: .*AUDIT, CARE/);
  });

  it('has no other way in: an authenticator reads two headers and nothing else', () => {
    expect(authenticate).toHaveLength(2);
  });

  it('gets no region, consumer class or agreement from claims', async () => {
    const region = field('region', 'String!');
    const claim = contract('claim@1', [region], { residency: region });
    const desk = consumer('desk', [agreement('claim@1', { regions: ['EU'] })]);
    const other = consumer('other', [agreement('claim@1')]);
    const claims = {
      region: 'ALL',
      regions: ['US'],
      consumer: 'other',
      azp: 'other',
      client_id: 'other',
      class: 'X',
    };
    const caller = await authenticate(`Bearer ${tokenWith(claims)}`, undefined);
    const profile = compileAccessProfile(project([claim], [desk, other]), caller, { now });
    expect(profile.consumer).toBe('desk');
    expect(profile.contracts.get('claim@1')?.regions).toEqual(['EU']);
  });
});

describe('attack 42: an agreement that ended yesterday', () => {
  const desk = (until: string) => consumer('desk', [agreement('claim@1', { until })]);
  const compile = async (until: string) => {
    const caller = await authenticate(single, undefined);
    return compileAccessProfile(project([contract('claim@1', [])], [desk(until)]), caller, { now });
  };

  it('covers nothing, in the words of one that never was', async () => {
    expect((await refusalOf(compile('2026-06-14'))).seen).toBe(forbidden);
    const stranger = await authenticate(`Bearer ${tokenWith({ sub: 'stranger' })}`, undefined);
    const asStranger = new Promise((resolve) => {
      resolve(
        compileAccessProfile(project([contract('claim@1', [])], [desk('2027-01-01')]), stranger, { now }),
      );
    });
    expect((await refusalOf(asStranger)).seen).toBe(forbidden);
  });

  it('covers what it covers on its last day', async () => {
    expect((await compile('2026-06-15')).contracts.has('claim@1')).toBe(true);
  });
});
