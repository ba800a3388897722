import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { verify, type VerifyOptions } from '../../../../src/pipeline/verify/verify.ts';
import type { VerifyResult } from '../../../../src/pipeline/verify/VerifyResult.ts';
import {
  claimEvent,
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { derivedProject } from '../../../support/derivedProject.ts';
import { fixturePaths } from '../../../support/projectFixture.ts';

const project = derivedProject([
  [
    fixturePaths.settledClaim,
    'oldReference: String @classified(as: INTERNAL)',
    'oldReference: String @classified(as: PERSONAL) @mask(strategy: HASH) @filterable',
  ],
]);

let pipeline: ClaimsPipeline;

/** Claims with everything in it: exceptions, poison, a row that went, several revisions; and events that wait. */
async function fill(): Promise<void> {
  pipeline = await createClaimsPipeline(project);
  await pipeline.arrive(settledEvent(1, 'f', '1.00'), settledEvent(1, 'g', '2.00'));
  await pipeline.arriveIn(
    0,
    settledEvent(1, 'a', '9.50'),
    settledEvent(2, 'a', '8.50'),
    settledEvent(1, 'b', '25.00'),
    settledEvent(1, 'c', '10.00', { office: 'Sevilla' }),
    settledEvent(1, 'd', '10.00'),
  );
  await pipeline.deriveShard(0, 3);
  await pipeline.arriveIn(
    0,
    claimEvent(9, { claimId: 'd', claimedAmount: '1.00' }),
    claimEvent(9, { claimId: 'e', riskScore: 'much' }),
  );
  await pipeline.deriveShard(0, 100);
  await pipeline.arriveIn(0, settledEvent(9, 'a', '1.00'), settledEvent(9, 'z', '1.00'));
  // All but the last change is published.
  await pipeline.rows('delete from contract.outbox where change_id < (select max(id) from contract.change)');
}

const run = (options: Partial<VerifyOptions> = {}): Promise<VerifyResult> =>
  verify(pipeline.test.database, project, { maskKeys, ...options });

async function tables(): Promise<readonly string[]> {
  const rows = await pipeline.rows(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('raw', 'claim_intake', 'reconciliation', 'contract', 'pipeline') and tablename <> 'lock_slot' order by 1`);
  return rows.map(({ name }) => String(name));
}

/** Everything that is stored. */
async function dump(): Promise<unknown> {
  const names = await tables();
  const contents = await Promise.all(
    names.map((name) => pipeline.rows(`select t::text as row from ${name} t order by 1`)),
  );
  return names.map((name, index) => [name, contents[index]]);
}

const backupOf = (name: string): string => `backup."${name.replaceAll('"', '')}"`;

async function backUp(): Promise<void> {
  await pipeline.rows('create schema backup');
  for (const name of await tables()) await pipeline.rows(`create table ${backupOf(name)} as table ${name}`);
}

async function restore(): Promise<void> {
  const names = await tables();
  await pipeline.rows(`truncate ${names.join(', ')}`);
  // Rows are inserted before those that refer to them: tables are in their order.
  for (const name of names) {
    await pipeline.rows(`insert into ${name} overriding system value table ${backupOf(name)}`);
  }
}

/** Raw lacks one event that lineage names. */
const lacksOneText = expect.stringMatching(
  /^Raw lacks 1 events of intake\.claims\/0 .* intake\.claims\/0\/3\. /,
);

describe('a verification', () => {
  beforeAll(fill);
  afterAll(() => pipeline.close());

  it('I2, I3, I4: finds nothing where the pipeline is right, also while it is behind what has arrived', async () => {
    const { compared, differences, broken, products } = await run();
    expect({ differences, broken }).toEqual({ differences: [], broken: [] });
    expect(products).toEqual([{ product: 'claim_intake', inputs: 9, applied: 8, parked: 1 }]);
    expect(compared).toEqual([
      { table: 'claim_intake.claims', rows: 6 },
      { table: 'claim_intake.claims__event', rows: 8 },
      { table: 'reconciliation.claim_balance', rows: 6 },
      { table: 'raw.parked', rows: 1 },
      { table: 'contract.set_aside', rows: 0 },
      { table: 'reconciliation.exception', rows: 1 },
      { table: 'reconciliation.exception_reach', rows: 1 },
      { table: 'contract.settled_claim_v1', rows: 5 },
      { table: 'contract.masked_value of settled_claim@1', rows: 5 },
    ]);
  });

  it('changes nothing, and tells how far it is', async () => {
    const before = await dump();
    const shares: number[] = [];
    await run({ onProgress: ({ share }) => shares.push(share) });
    expect(await dump()).toEqual(before);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('finds nothing before anything is derived', async () => {
    const other = await createClaimsPipeline(project);
    try {
      await other.arriveIn(0, settledEvent(1, 'a', '9.50'));
      expect(await verify(other.test.database, project, { maskKeys })).toMatchObject({
        ...{ differences: [], broken: [] },
      });
    } finally {
      await other.close();
    }
  });

  it('locks no table against readers', async () => {
    const reader = pipeline.test.connect({ statementTimeoutMs: 2_000 });
    const looks: Promise<unknown>[] = [];
    await run({
      onProgress: () => {
        looks.push(
          reader.query({ text: 'select count(*) from contract.settled_claim_v1' }),
          reader.query({
            text: `select relation::regclass::text from pg_locks l join pg_class c on c.oid = relation
              where mode = 'AccessExclusiveLock' and not starts_with(relnamespace::regnamespace::text, 'pg_temp')
                and not starts_with(relnamespace::regnamespace::text, 'pg_toast') and database = (select oid from pg_database where datname = current_database())`,
          }),
        );
      },
    });
    expect(looks.length).toBeGreaterThan(8);
    const seen = await Promise.all(looks);
    expect(seen.filter((_, index) => index % 2 === 0)).toEqual(
      Array.from({ length: looks.length / 2 }, () => [{ count: '5' }]),
    );
    expect(seen.filter((_, index) => index % 2 === 1).flat()).toEqual([]);
  });
});

describe('a verification of what was tampered with', () => {
  beforeAll(async () => {
    await fill();
    await backUp();
  });
  afterEach(restore);
  afterAll(() => pipeline.close());

  const tamper = (text: string): Promise<number> => pipeline.test.database.execute({ text });
  const serving = 'contract.settled_claim_v1';
  const log = 'contract.change of settled_claim@1';

  /** Table, how many rows are missing, extra and different. */
  type Expected = readonly [string, number, number, number];

  it.each<readonly [string, string, readonly Expected[], unknown[]?]>([
    [
      'a value in a product',
      `update claim_intake.claims set paid_amount = 7 where claim_id = 'a'`,
      [['claim_intake.claims', 0, 0, 1]],
    ],
    [
      'its digits alone',
      `update claim_intake.claims set paid_amount = 8.5 where claim_id = 'a'`,
      [['claim_intake.claims', 0, 0, 1]],
    ],
    [
      'a product row that is gone',
      `delete from claim_intake.claims where claim_id = 'a'`,
      [['claim_intake.claims', 1, 0, 0]],
    ],
    [
      'a product row that nobody reported',
      `insert into claim_intake.claims (claim_id, currency, reported_at) values ('x', 'EUR', now())`,
      [['claim_intake.claims', 0, 1, 0]],
    ],
    [
      'lineage',
      `delete from claim_intake.claims__event where claim_id = 'a' and "offset" = 0`,
      [['claim_intake.claims__event', 1, 0, 0]],
    ],
    [
      'lineage to another event',
      `update claim_intake.claims__event set "offset" = 3 where claim_id = 'b'`,
      [['claim_intake.claims__event', 1, 1, 0]],
    ],
    [
      'an assertion',
      `update reconciliation.claim_balance set difference = 0 where claim_id = 'b'`,
      [['reconciliation.claim_balance', 0, 0, 1]],
    ],
    [
      'the digits of an assertion',
      `update reconciliation.claim_balance set difference = -0.00 where claim_id = 'c'`,
      [['reconciliation.claim_balance', 0, 0, 1]],
    ],
    [
      'an exception that was closed',
      `update reconciliation.exception set resolved_at = now()`,
      [
        ['reconciliation.exception', 1, 0, 0],
        ['reconciliation.exception_reach', 1, 0, 0],
      ],
    ],
    [
      'who owns an exception',
      `update reconciliation.exception set owner = 'nobody'`,
      [['reconciliation.exception', 0, 0, 1]],
    ],
    [
      'an exception that nothing raises',
      `insert into reconciliation.exception (reconciliation, kind, subject, severity, owner, due_at)
        values ('claim_balance', 'PAID_TOO_MUCH', '{"claim_id": "a"}', 'HIGH', 'claims-data', now())`,
      [['reconciliation.exception', 0, 1, 0]],
    ],
    [
      'by what rows find it',
      `delete from reconciliation.exception_reach`,
      [['reconciliation.exception_reach', 1, 0, 0]],
    ],
    [
      'a value that is served',
      `update ${serving} set paid_amount = 7 where claim_id = 'a'`,
      [
        [log, 0, 0, 1],
        [serving, 0, 0, 1],
      ],
    ],
    [
      'a digit that is served',
      `update ${serving} set paid_amount = 8.50 where claim_id = 'a'`,
      [[serving, 0, 0, 1]],
    ],
    [
      'a hidden column',
      `update ${serving} set office = 'Uppsala' where claim_id = 'c'`,
      [
        [log, 0, 0, 1],
        [serving, 0, 0, 1],
      ],
    ],
    [
      'a served row that is gone',
      `delete from ${serving} where claim_id = 'b'`,
      [
        [log, 0, 1, 0],
        [serving, 1, 0, 0],
      ],
    ],
    [
      'a revision that is served',
      `update ${serving} set _revision = 9 where claim_id = 'a'`,
      [[log, 0, 0, 1]],
    ],
    ['the last change of a row', `delete from contract.change where key = '["b"]'`, [[log, 1, 0, 0]]],
    [
      'what a change says',
      `update contract.change set after = after || '{"riskScore": 5}' where key = '["b"]'`,
      [[log, 0, 0, 1]],
    ],
    [
      'a masked value',
      `update contract.masked_value set masked = 'x' where key = '["a"]'`,
      [['contract.masked_value of settled_claim@1', 0, 0, 1]],
    ],
    ['what is parked', 'delete from raw.parked', [['raw.parked', 1, 0, 0]]],
    ['why it is parked', `update raw.parked set reason = 'x'`, [['raw.parked', 0, 0, 1]]],
    [
      'something parked that is not',
      `insert into raw.parked (product, source, partition, "offset", reason, owner) values ('claim_intake', 'intake.claims', 0, 0, 'x', 'y')`,
      [['raw.parked', 0, 1, 0]],
    ],
    [
      'a position that is behind',
      `update pipeline.position set next_offset = 5 where partition = 0`,
      [
        ['claim_intake.claims', 0, 0, 1],
        ['claim_intake.claims__event', 0, 1, 0],
        ['reconciliation.claim_balance', 0, 0, 1],
        ['raw.parked', 0, 1, 0],
        [serving, 1, 0, 0],
        ['contract.masked_value of settled_claim@1', 1, 0, 0],
      ],
    ],
    [
      'a position that is ahead',
      `update pipeline.position set next_offset = 9 where partition = 0`,
      [
        ['claim_intake.claims', 1, 0, 1],
        ['claim_intake.claims__event', 2, 0, 0],
        ['reconciliation.claim_balance', 1, 0, 1],
        [serving, 1, 0, 1],
        ['contract.masked_value of settled_claim@1', 1, 0, 0],
      ],
    ],
    [
      'an event that raw has lost',
      `delete from raw.event where partition = 0 and "offset" = 3`,
      [
        ['claim_intake.claims', 0, 1, 0],
        ['claim_intake.claims__event', 0, 1, 0],
        ['reconciliation.claim_balance', 0, 1, 0],
        [serving, 0, 1, 0],
        ['contract.masked_value of settled_claim@1', 0, 1, 0],
      ],
      [lacksOneText],
    ],
    [
      'what an event says',
      `update raw.event set payload = payload || '{"paidAmount": "3.00"}' where partition = 0 and "offset" = 3`,
      [
        ['claim_intake.claims', 0, 0, 1],
        ['reconciliation.claim_balance', 0, 0, 1],
        [serving, 0, 0, 1],
      ],
    ],
  ])('finds and names %s', async (_, text, expected, messages = []) => {
    expect(await tamper(text)).toBeGreaterThan(0);
    const before = await dump();
    const { differences, broken } = await run();
    expect(
      differences.map(({ table, missing, extra, different }) => [table, missing, extra, different]),
    ).toEqual(expected);
    expect(broken.map(({ message }) => message)).toEqual(messages);
    expect(await dump()).toEqual(before);
  });

  it.each([
    [
      'events beyond the position',
      `update raw.position set next_offset = 8 where partition = 0`,
      'Raw holds events of intake.claims/0 beyond raw.position.',
    ],
    [
      'a position beyond what has arrived',
      `update pipeline.position set next_offset = 20 where partition = 0`,
      'intake.claims/0 is derived up to offset 20, and raw has it up to 9.',
    ],
    [
      'a change within a history',
      `delete from contract.change where key = '["d"]' and revision = 1`,
      expect.stringMatching(
        /^settled_claim@1: the revisions of 1 keys are not 1, 2, 3 … without a gap: \["d"\]\. /,
      ),
    ],
    [
      'a change that waits to be published',
      `delete from contract.change where key = '["d"]' and after is null`,
      'The outbox names 1 changes that are not in contract.change.',
    ],
  ])('finds and names %s that is missing or wrong', async (_, text, message) => {
    expect(await tamper(text)).toBe(1);
    expect((await run()).broken.map((rule) => rule.message)).toEqual([message]);
  });

  it('names rows by their keys, and columns, and never a value', async () => {
    await tamper(`update ${serving} set paid_amount = 777, risk_score = 66 where claim_id in ('a', 'b')`);
    const { differences } = await run({ examples: 1 });
    expect(differences).toEqual([
      {
        ...{ table: log, missing: 0, extra: 0, different: 2 },
        examples: [{ kind: 'DIFFERENT', key: { _key: '["a"]' }, columns: ['paidAmount', 'riskScore'] }],
      },
      {
        ...{ table: serving, missing: 0, extra: 0, different: 2 },
        examples: [{ kind: 'DIFFERENT', key: { claim_id: 'a' }, columns: ['paid_amount', 'risk_score'] }],
      },
    ]);
    expect(JSON.stringify(differences)).not.toMatch(/777|66/);
  });

  it('tells keys of what is not classified only to who asks for them', async () => {
    await tamper(`update reconciliation.claim_balance set difference = 7 where claim_id = 'a'`);
    await tamper(`update reconciliation.exception set owner = 'nobody'`);
    const keys = async (options: Partial<VerifyOptions>) =>
      (await run(options)).differences.map(({ examples }) => examples[0]?.key);
    const exception = { reconciliation: 'claim_balance', kind: 'PAID_TOO_MUCH' };
    expect(await keys({})).toEqual([{}, exception]);
    expect(await keys({ allKeys: true })).toEqual([
      { claim_id: 'a' },
      { ...exception, subject: '{"claim_id": "b"}' },
    ]);
  });
});
