import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../../src/pipeline/verify/verify.ts';
import {
  createClaimsPipeline,
  maskKeys,
  settledEvent,
  type ClaimsPipeline,
} from '../../support/claimsPipeline.ts';
import { derivedProject } from '../../support/derivedProject.ts';
import { fixturePaths } from '../../support/projectFixture.ts';

let pipeline: ClaimsPipeline;
afterEach(() => pipeline.close());

type Edit = readonly [path: string, from: string, to: string];

/** Text that no index can make short. */
const randomText = (bytes: number): string => randomBytes(bytes / 2).toString('hex');

const long = randomText(2_000);

/** Two claims, of which one has a long office: taken by the product, of which more may be made than an index holds. */
async function derive(edits: readonly Edit[]) {
  pipeline = await createClaimsPipeline(derivedProject(edits));
  await pipeline.arrive(settledEvent(1, 'a', '20'), settledEvent(1, 'b', '30', { office: long }));
  const counts = await pipeline.derive();
  expect(counts.products).toMatchObject([{ applied: 2, parked: 0 }]);
  return counts;
}

const beyond = (what: string, rows = 1) => ({
  reason: `beyond the bounds of keys and indexes: ${what}`,
  rows,
});

describe('a computed row that a key or an index cannot hold is set aside, and the rest goes on (attack 52)', () => {
  it.each<[string, Edit[], ReturnType<typeof beyond>[]]>([
    [
      'a key',
      [
        [
          fixturePaths.settledClaimSql,
          'select\n  claims.claim_id,',
          "select\n  claims.claim_id || repeat(case when claims.office <> 'Uppsala' then claims.office else '' end, 2) as claim_id,",
        ],
      ],
      [beyond('column claim_id (at most 2,300 bytes)')],
    ],
    [
      'a number in an index',
      [
        [
          fixturePaths.settledClaimSql,
          'claims.paid_amount,',
          "claims.paid_amount * case when claims.office <> 'Uppsala' then 1e200 else 1 end as paid_amount,",
        ],
      ],
      [beyond('column paid_amount (a number below 10^200 with at most 200 digits after the point)')],
    ],
  ])('of a contract: %s', async (_what, edits, expected) => {
    const { contracts } = await derive(edits);
    expect(contracts).toMatchObject([{ contract: 'settled_claim@1', rows: 1, setAside: expected }]);
    expect((await pipeline.serving()).map(({ claim_id }) => claim_id)).toEqual(['a']);
    const again = await pipeline.derive();
    expect(again.contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0, setAside: expected }]);
  });

  it('of an assertion with a key of several texts', async () => {
    const { reconciliations, contracts } = await derive([
      [fixturePaths.reconciliation, '@key(fields: "claimId")', '@key(fields: "claimId office")'],
      [
        fixturePaths.reconciliation,
        '  claimId: ID!',
        '  claimId: ID! @classified(as: INTERNAL)\n  "Where the damage was reported, said twice."\n  office: ID!',
      ],
      [
        fixturePaths.resolveSql,
        'select claim_id,',
        "select claim_id || case when office <> 'Uppsala' then left(office, 500) else '' end as claim_id, office,",
      ],
    ]);
    expect(reconciliations).toMatchObject([
      {
        assertions: 1,
        setAside: [beyond('columns claim_id, office (together at most 2,300 bytes)')],
      },
    ]);
    expect(contracts).toMatchObject([{ setAside: [] }]);
  });

  it('never with a value in what is said of it', async () => {
    const { contracts } = await derive([
      [
        fixturePaths.settledClaimSql,
        'select\n  claims.claim_id,',
        'select\n  claims.claim_id || claims.office || claims.office as claim_id,',
      ],
    ]);
    expect(JSON.stringify(contracts)).not.toContain(long.slice(0, 20));
  });
});

describe('a computed row that a record on a topic cannot hold (attack 52)', () => {
  it('is set aside, and the rest goes on', async () => {
    const { contracts } = await derive([
      [
        fixturePaths.settledClaimSql,
        'null as old_reference',
        "repeat(claims.office, case when claims.office <> 'Uppsala' then 8000 else 1 end) as old_reference",
      ],
    ]);
    const expected = [{ reason: 'beyond the bounds of a record: the row (at most 15 MiB)', rows: 1 }];
    expect(contracts).toMatchObject([
      { contract: 'settled_claim@1', rows: 1, inserted: 1, setAside: expected },
    ]);
    expect(await pipeline.rows('select key from contract.change')).toEqual([{ key: ['a'] }]);
    const again = await pipeline.derive();
    expect(again.contracts).toMatchObject([{ inserted: 0, updated: 0, deleted: 0, setAside: expected }]);
  });

  it('counts what a record holds, and no hidden column', async () => {
    const { contracts } = await derive([
      [fixturePaths.settledClaimSql, '  claims.office,', "  claims.office, repeat('x', 16000000) as hidden,"],
    ]);
    expect(contracts).toMatchObject([{ rows: 2, setAside: [] }]);
  });

  it('is deleted where it was there, and comes back when it is smaller', async () => {
    const growing: Edit = [
      fixturePaths.settledClaimSql,
      'null as old_reference',
      "repeat('x', case when claims.paid_amount > 100 then 16000000 else 1 end) as old_reference",
    ];
    const of = derivedProject([growing]);
    pipeline = await createClaimsPipeline(of);
    const amounts = ['1.00', '200.00', '2.00'];
    for (const [day, amount] of amounts.entries()) {
      await pipeline.arriveIn(0, settledEvent(day + 1, 'a', amount, { claimedAmount: '500.00' }));
      await pipeline.deriveShard(0, 10);
    }
    expect(
      await pipeline.rows(`select revision::int, after ->> 'paidAmount' as paid from contract.change`),
    ).toEqual([
      { revision: 1, paid: '1' },
      { revision: 2, paid: null },
      { revision: 3, paid: '2' },
    ]);
    expect(await pipeline.serving()).toMatchObject([{ claim_id: 'a', paid: '2' }]);
    const { differences } = await verify(pipeline.test.database, of, { maskKeys });
    expect(differences).toEqual([]);
  });
});

describe('an exception about long values', () => {
  it('is opened once, kept and resolved, and reaches no row by a value that none has (attack 52)', async () => {
    await derive([
      [
        fixturePaths.exceptionsSql,
        'claim_id\n',
        'claim_id, office, office || office as offices, array[claim_id, office || office] as "names"\n',
      ],
    ]);
    expect(await pipeline.derive()).toMatchObject({
      reconciliations: [{ open: 2, opened: 0, resolved: 0 }],
    });
    expect(
      await pipeline.rows(
        `select "column", octet_length(value) as bytes from reconciliation.exception_reach order by 2, 1`,
      ),
    ).toEqual([
      { column: 'names (not held)', bytes: 0 },
      { column: 'offices (not held)', bytes: 0 },
      { column: 'claim_id', bytes: 1 },
      { column: 'claim_id', bytes: 1 },
      { column: 'names', bytes: 1 },
      { column: 'names', bytes: 1 },
      { column: 'office', bytes: 7 },
      { column: 'names', bytes: 14 },
      { column: 'offices', bytes: 14 },
      { column: 'office', bytes: 2_000 },
    ]);
    await pipeline.arrive(settledEvent(2, 'b', '1', { office: long }));
    expect(await pipeline.derive()).toMatchObject({ reconciliations: [{ open: 1, resolved: 1 }] });
  });
});
