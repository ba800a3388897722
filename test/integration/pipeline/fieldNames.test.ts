import { afterEach, expect, it } from '@jest/globals';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import {
  type ClaimsPipeline,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

/** Names that the pipeline has for something of its own, or had. */
const names = [
  ...['after', 'before', 'rowKey', 'isNow', 'wasBefore', 'oldRevision', 'newRevision', 'changedAt'],
  ...['traceparent', 'key', 'reason', 'reachedBy', 'relation', 'trace', 'place', 'revision', 'n', 'o'],
];
const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

it('fields of a contract’s key have any name', async () => {
  const fields = names.map((name) => `"Says ${name}."\n  ${name}: ID! @classified(as: INTERNAL)`);
  const columns = names.map((name) => `claims.claim_id as "${columnOf(name)}"`);
  const { settledClaim, settledClaimSql, product } = fixturePaths;
  const own = names.map((name) => `"Says ${name}."\n  ${name}: String`);
  const project = derivedProject([
    [product, '  "Where the damage happened, as', `  ${own.join('\n  ')}\n  "Where the damage happened, as`],
    [settledClaim, '@key(fields: "claimId")', `@key(fields: "${names.slice(0, 9).join(' ')}")`],
    [settledClaim, '  "Former name of', `  ${fields.join('\n  ')}\n  "Former name of`],
    [settledClaimSql, '  claims.risk_score,', `  ${columns.join(',\n  ')},\n  claims.risk_score,`],
  ]);
  pipeline = await createClaimsPipeline(project);
  await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'), settledEvent(2, 'b', '8.00'));
  await pipeline.deriveShard(0, 1);
  await pipeline.arriveIn(0, settledEvent(3, 'a', '7.00'));
  await pipeline.deriveShard(0, 1);
  expect(await pipeline.serving()).toMatchObject([
    { claim_id: 'a', paid: '7', revision: '2' },
    { claim_id: 'b', paid: '8', revision: '1' },
  ]);
  const found = await verify(pipeline.test.database, project, { maskKeys });
  expect(found).toMatchObject({ differences: [], broken: [] });
});

it('fields of an assertion’s key have any name', async () => {
  const { reconciliation, resolveSql } = fixturePaths;
  const some = names.slice(-12);
  const fields = some.map((name) => `"Says ${name}."\n  ${name}: ID!`);
  const columns = some.map((name) => `claim_id as "${columnOf(name)}"`);
  const project = derivedProject([
    [reconciliation, '@key(fields: "claimId")', `@key(fields: "claimId ${some.join(' ')}")`],
    [reconciliation, '  "The claim that', `  ${fields.join('\n  ')}\n  "The claim that`],
    [resolveSql, 'select claim_id,', `select claim_id, ${columns.join(', ')},`],
  ]);
  pipeline = await createClaimsPipeline(project);
  await pipeline.arriveIn(0, settledEvent(1, 'a', '9.00'), settledEvent(2, 'a', '8.00'));
  await pipeline.deriveShard(0, 1);
  expect(await pipeline.rows('select claim_id, place from reconciliation.claim_balance')).toEqual([
    { claim_id: 'a', place: 'a' },
  ]);
  const found = await verify(pipeline.test.database, project, { maskKeys });
  expect(found).toMatchObject({ differences: [], broken: [] });
});
