import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import type { Caller } from '../../../src/policy/Caller.ts';
import { createIdentify } from '../../../src/server/createIdentify.ts';
import { projectFixture } from '../../support/projectFixture.ts';

const project = assertProject(projectFixture());
const [consumer] = project.consumers;
const [agreement] = consumer?.agreements ?? [];
const caller = (claims: [string, string][] = []): Caller => ({
  consumer: consumer?.name ?? '',
  purposes: agreement?.purposes ?? [],
  purpose: agreement?.purposes[0] ?? '',
  claims: new Map(claims),
  expiresAt: new Date('2030-01-01T00:00:00Z'),
});

describe('createIdentify', () => {
  it('keeps a profile for the day, whatever else the token says', async () => {
    let token = caller();
    let now = new Date('2026-11-23T00:00:00Z');
    const identify = createIdentify({ project, authenticator: () => Promise.resolve(token), now: () => now });
    const first = await identify('Bearer x', undefined);
    token = caller([['jti', 'another']]);
    now = new Date('2026-11-23T23:59:59Z');
    const second = await identify('Bearer x', undefined);
    expect(second.profile).toBe(first.profile);
    expect(second.caller).toBe(token);
  });

  it('refuses on the day after an agreement ended, although the profile was kept the day before', async () => {
    const until =
      consumer?.agreements
        .map((each) => each.until)
        .sort()
        .at(-1) ?? '';
    let now = new Date(`${until}T23:59:59Z`);
    const identify = createIdentify({
      project,
      authenticator: () => Promise.resolve(caller()),
      now: () => now,
    });
    expect((await identify('Bearer x', undefined)).profile.contracts.size).toBeGreaterThan(0);
    now = new Date(now.getTime() + 1_000);
    await expect(identify('Bearer x', undefined)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('asks the authenticator each time', async () => {
    let asked = 0;
    const authenticator = (): Promise<Caller> => {
      asked += 1;
      return Promise.resolve(caller());
    };
    const identify = createIdentify({ project, authenticator, now: () => new Date('2026-11-23T00:00:00Z') });
    await identify('Bearer x', undefined);
    await identify('Bearer x', undefined);
    expect(asked).toBe(2);
  });
});
