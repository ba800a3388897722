import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Project } from '../../../../src/contract/model.ts';
import { rebuild } from '../../../../src/pipeline/rebuild/rebuild.ts';
import { verify, type VerifyOptions } from '../../../../src/pipeline/verify/verify.ts';
import {
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { readDocBlocks } from '../../../support/readDocBlocks.ts';

/** The same, but for keys that are people's. */
const personal: Project = {
  ...project,
  contracts: project.contracts.map((contract) => ({
    ...contract,
    key: contract.key.map((field) => ({ ...field, classification: 'PERSONAL' as const })),
  })),
};

const serving = 'contract.settled_claim_v1';

const gaps = (count: number, keys: string): string =>
  `settled_claim@1: the revisions of ${count} keys are not 1, 2, 3 … without a gap: ${keys}. The change log has lost changes, or a row's _revision was written by hand: restore contract.change from a backup, or note as skipped what never was (docs/operations.md, "Gaps in revisions").`;

let pipeline: ClaimsPipeline;

const execute = (text: string): Promise<number> => pipeline.test.database.execute({ text });

/** What is broken; no table differs. */
async function broken(of: Project, options: Partial<VerifyOptions> = {}): Promise<readonly string[]> {
  const found = await verify(pipeline.test.database, of, { maskKeys, ...options });
  expect(found.differences).toEqual([]);
  return found.broken.map(({ message }) => message);
}

beforeEach(async () => {
  pipeline = await createClaimsPipeline();
  await pipeline.arrive(settledEvent(1, 'a', '1.00'), settledEvent(1, 'b', '2.00'));
  await pipeline.derive();
  // As by an attacker's hand; then made right again.
  await execute(`update ${serving} set paid_amount = 777, _revision = _revision + 5 where claim_id = 'a'`);
  await execute(`
    insert into ${serving}
    select (jsonb_populate_record(null::${serving}, to_jsonb(s) || '{"claim_id": "bogus", "_revision": 3}')).*
    from ${serving} s where claim_id = 'b'`);
  await rebuild(pipeline.test.database, project, { maskKeys });
});
afterEach(() => pipeline.close());

describe('a verification after rows were written by hand, and a rebuild', () => {
  it('names the keys whose revisions have a gap, and what to do, until that is done', async () => {
    expect(await broken(project)).toEqual([gaps(2, '["a"], ["bogus"]')]);
    expect(await broken(project, { examples: 1 })).toEqual([gaps(2, '["a"] … and 1 more')]);
    const [note = ''] = await readDocBlocks('docs/operations.md', 'Rebuild and verify', 'sql');
    expect(await execute(note)).toBe(2);
    expect(await broken(project)).toEqual([]);
    expect(await execute(note)).toBe(0);
    // What is lost after that is found.
    await execute('delete from contract.outbox');
    await execute(`delete from contract.change where key = '["a"]' and revision = 1`);
    expect(await broken(project)).toEqual([gaps(1, '["a"]')]);
  });

  it('tells no keys of people but to who asks for them', async () => {
    expect(await broken(personal)).toEqual([gaps(2, '(their keys are not shown)')]);
    expect(await broken(personal, { allKeys: true })).toEqual([gaps(2, '["a"], ["bogus"]')]);
  });
});
