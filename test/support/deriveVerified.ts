import { expect } from '@jest/globals';
import type { Project } from '../../src/contract/model.ts';
import { verify } from '../../src/pipeline/verify/verify.ts';
import type { VerifyResult } from '../../src/pipeline/verify/VerifyResult.ts';
import { type ClaimsPipeline, maskKeys } from './claimsPipeline.ts';

/** Derives what arrives one event a batch, which leaves what a recomputation gives; returns what that found. */
export async function deriveVerified(
  pipeline: ClaimsPipeline,
  of: Project,
  ...lines: readonly string[]
): Promise<VerifyResult> {
  await pipeline.arriveIn(0, ...lines);
  await pipeline.deriveShard(0, 1);
  const found = await verify(pipeline.test.database, of, { maskKeys });
  expect(found).toMatchObject({ differences: [], broken: [] });
  return found;
}
