import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { readContractStates } from '../../../src/pipeline/rebuild/readContractStates.ts';
import {
  createClaimsPipeline,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { projectFixture } from '../../support/projectFixture.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

describe('as-of', () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const asOf = async (): Promise<string | null | undefined> =>
    (await readContractStates(pipeline.test.database, project, project.contracts, now)).get('settled_claim@1')
      ?.asOf;

  it('is none before the first derivation, now while everything is applied, and stands still while something waits', async () => {
    expect(await asOf()).toBeNull();
    await pipeline.arrive(settledEvent(1, 'a', '1'));
    await pipeline.derive();
    expect(await asOf()).toBe(now.toISOString());
    await pipeline.arrive(settledEvent(2, 'a', '2'));
    const [event] = await pipeline.rows(
      'select received_at from raw.event order by received_at desc limit 1',
    );
    expect(await asOf()).toBe(event?.['received_at']);
    await pipeline.arrive(settledEvent(3, 'a', '3'));
    expect(await asOf()).toBe(event?.['received_at']);
    await pipeline.derive();
    expect(await asOf()).toBe(now.toISOString());
  });

  it('counts an event that was written before the derivation and committed after it', async () => {
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let written = (): void => undefined;
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = pipeline.test.database.transaction(async (transaction) => {
      await transaction.execute({
        text: `with position as (insert into raw.position values ('intake.claims', 7, 1))
          insert into raw.event (source, partition, "offset") values ('intake.claims', 7, 0)`,
      });
      written();
      await held;
    });
    await isWritten;
    await pipeline.derive();
    finish();
    await late;
    const [event] = await pipeline.rows('select received_at from raw.event');
    expect(await asOf()).toBe(event?.['received_at']);
  });

  it('of an existing table is the newest value of its column', async () => {
    await pipeline.test.database.transaction((transaction) =>
      transaction.script(`create schema archive; create table archive.dossiers (loaded_at timestamptz);
        insert into archive.dossiers values ('2026-05-01 10:00Z'), ('2026-05-02 10:00Z'), (null)`),
    );
    const { contracts } = assertProject(projectFixture());
    const states = await readContractStates(pipeline.test.database, project, contracts, now);
    expect(states.get('claim_dossier@1')).toEqual({ asOf: '2026-05-02T10:00:00.000Z', maskKey: null });
  });
});
