import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Computation } from '../../../src/pipeline/materialize/Computation.ts';
import { recordSetAside } from '../../../src/pipeline/materialize/recordSetAside.ts';
import { type ClaimsPipeline, createClaimsPipeline } from '../../support/claimsPipeline.ts';

let pipeline: ClaimsPipeline;
beforeEach(async () => {
  pipeline = await createClaimsPipeline();
});
afterEach(() => pipeline.close());

const computation: Computation = {
  ...{
    subject: 'contract day@1',
    answerable: 'claims-data',
    refuses: 'NONE',
    reach: ['day'],
    table: 'day',
    isServed: true,
    movingReach: [],
  },
  ...{ sql: { file: 'v1.sql', text: '' }, fields: [], key: [], indexes: [], types: () => undefined },
  selected: [{ name: 'day', type: 'date' }],
  columns: [{ name: 'day', type: 'date', notNull: false, hidden: true }],
  scope: {
    kind: 'TOUCHED',
    by: [{ column: 'day', values: ['2026-01-01 10:00:00+00', '2026-01-03 10:00:00+00'] }],
    isTraced: false,
  },
};

it('forgets rows that are found by a column that is cast, as rows that are stored are', async () => {
  const { database } = pipeline.test;
  await database.execute({
    text: `insert into contract.set_aside (subject, key_digest, key, reason, owner, reached_by)
      select 'contract day@1', sha256(convert_to(day, 'UTF8')), to_jsonb(array[day]), 'r', 'claims-data', jsonb_build_object('day', jsonb_build_array(day))
      from unnest(array['2026-01-01', '2026-01-02']) day`,
  });
  await database.transaction(async (transaction) => {
    await transaction.script('create temporary table computed (day date) on commit drop');
    expect(await recordSetAside(transaction, computation)).toEqual([]);
  });
  expect(await pipeline.rows('select key from contract.set_aside')).toEqual([{ key: ['2026-01-02'] }]);
});
