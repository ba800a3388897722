import { expect, it } from '@jest/globals';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { contractIndexes, distinctIndexes } from '../../../../src/storage/plan/desiredIndexes.ts';
import { indexDefinition } from '../../../../src/storage/plan/indexSql.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../support/projectFixture.ts';

const settledClaim = (files = projectFixture()): Contract => {
  const contract = assertProject(files).contracts.find(({ id }) => id === 'settled_claim@1');
  if (contract === undefined) throw new Error('The fixture has settled_claim@1.');
  return contract;
};

it('a contract has one for each filter and ordering, for residency, and those that it declares; each ends in the key', () => {
  expect(contractIndexes(settledClaim()).map(indexDefinition)).toEqual([
    'BTREE settled_at, claim_id',
    'BTREE paid_amount, claim_id',
    'BTREE region, claim_id',
    'BTREE outcome, claim_id',
    'BTREE region, settled_at, claim_id',
    'BTREE office',
  ]);
});

it('text that may be searched by any part of it has one of trigrams', () => {
  const files = editedProject(
    fixturePaths.settledClaim,
    'oldReference: String @classified(as: INTERNAL)',
    'oldReference: String @classified(as: INTERNAL) @filterable',
  );
  expect(contractIndexes(settledClaim(files)).map(indexDefinition)).toContain('TRIGRAM old_reference');
});

it('what another index or the key answers already is left out', () => {
  const tree = (...columns: string[]) => ({ kind: 'BTREE', columns }) as const;
  expect(
    distinctIndexes(
      [tree('a'), tree('b'), tree('b', 'c'), tree('b', 'c'), tree('c'), tree('a', 'b')],
      ['a', 'b', 'c'],
    ),
  ).toEqual([tree('b', 'c'), tree('c')]);
});
