import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import {
  claimEvent,
  createClaimsPipeline,
  migrationsDir,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

describe('masked values', () => {
  const masked = derivedProject([
    [
      fixturePaths.settledClaim,
      'holderEmail: String @classified(as: PERSONAL) @mask(strategy: EMAIL, clearFor: [FRAUD_REVIEW])',
      'holderEmail: String @classified(as: PERSONAL) @mask(strategy: TOKEN, clearFor: [FRAUD_REVIEW]) @filterable',
    ],
    [
      fixturePaths.settledClaim,
      'oldReference: String @classified(as: INTERNAL)',
      'oldReference: String @classified(as: PERSONAL) @mask(strategy: HASH) @filterable',
    ],
  ]);
  const kept = (): Promise<Record<string, unknown>[]> =>
    pipeline.rows(
      'select field, purpose, key, masked from contract.masked_value order by field, purpose, key',
    );

  it('are kept for each row, field and purpose that sees the mask, and follow rows and keys', async () => {
    await migrate(pipeline.test.database, { migrationsDir, project: masked });
    await pipeline.arrive(settledEvent(1, 'a', '1'), settledEvent(1, 'b', '1'));
    await pipeline.derive(masked);
    const first = await kept();
    expect(first.map(({ field, purpose, key }) => [field, purpose, key])).toEqual([
      ['holderEmail', 'FINANCIAL_CLOSE', ['a']],
      ['holderEmail', 'FINANCIAL_CLOSE', ['b']],
      ['oldReference', '', ['a']],
      ['oldReference', '', ['b']],
    ]);
    // Attack 30: what is null does not look alike in two rows.
    expect(new Set(first.map((row) => row['masked'])).size).toBe(4);
    await pipeline.arrive(claimEvent(2, { claimId: 'b' }));
    await pipeline.derive(masked);
    expect(await kept()).toEqual(first.filter(({ key }) => JSON.stringify(key) === '["a"]'));
    await rebuild(pipeline.test.database, masked, {
      maskKeys: deriveMaskKeys('another secret, long enough as well'),
    });
    expect((await kept()).map((row) => row['masked'])).not.toContain(first[0]?.['masked']);
    await pipeline.derive();
    expect(await kept()).toEqual([]);
  });
});
