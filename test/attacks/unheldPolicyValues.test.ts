import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AccessProfile } from '../../src/policy/AccessProfile.ts';
import { compileAccessProfile } from '../../src/policy/compileAccessProfile.ts';
import { type ClaimsPipeline, createClaimsPipeline, settledEvent } from '../support/claimsPipeline.ts';
import { derivedProject } from '../support/derivedProject.ts';
import { fixturePaths } from '../support/projectFixture.ts';
import { createOperationRunner } from '../support/runOperation.ts';

// Of the two claims, one is an exception of a region that the reach cannot hold.
const project = derivedProject([
  [
    fixturePaths.exceptionsSql,
    ', claim_id\n',
    ", claim_id, case claim_id when 'b' then repeat('SOUTH', 600) else 'NORTH' end as region\n",
  ],
]);

let pipeline: ClaimsPipeline;
beforeAll(async () => {
  pipeline = await createClaimsPipeline(project);
  await pipeline.arrive(settledEvent(1, 'a', '20'), settledEvent(1, 'b', '30'));
  await pipeline.derive();
});
afterAll(() => pipeline.close());

const profileOf = (consumer: string, purpose: string): AccessProfile =>
  compileAccessProfile(
    project,
    { consumer, purpose, purposes: [purpose], claims: new Map(), expiresAt: new Date('2027-01-01') },
    { now: new Date('2026-06-30T12:00:00Z') },
  );

it('attack 24: an exception whose region is too long to be held is withheld from who may see some regions only', async () => {
  const runner = createOperationRunner({ project, database: pipeline.test.database });
  const ask = (profile: AccessProfile) =>
    runner.run(
      profile,
      `{ settledClaimV1List { nodes { claimId _meta { settlement exceptions { kind } } } }
         exceptions { totalCount nodes { rows { key } } } }`,
    );
  const told = { settlement: 'PROVISIONAL', exceptions: [{ kind: 'PAID_TOO_MUCH' }] };
  const north = await ask(profileOf('fraud-desk', 'FRAUD_REVIEW'));
  expect(north.messages).toEqual([]);
  expect(north.data).toEqual({
    settledClaimV1List: {
      nodes: [
        { claimId: 'a', _meta: told },
        { claimId: 'b', _meta: { settlement: 'SETTLED', exceptions: [] } },
      ],
    },
    exceptions: { totalCount: 1, nodes: [{ rows: [{ key: { claimId: 'a' } }] }] },
  });
  const everywhere = await ask(profileOf('month-end-close', 'FINANCIAL_CLOSE'));
  expect(everywhere.data).toMatchObject({
    settledClaimV1List: {
      nodes: [
        { claimId: 'a', _meta: told },
        { claimId: 'b', _meta: told },
      ],
    },
    exceptions: { totalCount: 2 },
  });
});
