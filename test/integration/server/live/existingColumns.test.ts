import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { askGateway } from '../../../support/clinicGateway.ts';
import type { Follower } from '../../../support/live/follow.ts';
import { everywhere, type LiveTables, startLiveTables } from '../../../support/live/startLiveTables.ts';
import { codes, told } from '../../../support/live/toldOf.ts';

const node = 'estimateId askedAmount madeOn garageName partCount partPrices';
const subscription = `subscription ($where: RepairEstimateV1Where) {
  repairEstimateV1(where: $where, snapshot: true) { kind key node { ${node} } cursor } }`;
const list = `query ($where: RepairEstimateV1Where, $orderBy: [RepairEstimateV1OrderBy!], $after: String) {
  repairEstimateV1List(where: $where, orderBy: $orderBy, first: 2, after: $after) {
    nodes { ${node} } pageInfo { endCursor } } }`;

let tables: LiveTables;
let followers: Follower[] = [];
beforeAll(async () => {
  tables = await startLiveTables();
  await tables.database.execute({ text: 'alter table garage.estimates replica identity full' });
}, 240_000);
afterEach(async () => {
  for (const { stop } of followers) stop();
  followers = [];
  await tables.database.execute({ text: 'truncate garage.estimates' });
});
afterAll(() => tables.close());

type Row = Readonly<Record<string, unknown>>;

async function followed(where: unknown): Promise<Follower> {
  const follower = await tables.follow(everywhere, subscription, { where });
  followers.push(follower);
  await follower.until(
    () => follower.hasEnded() || follower.changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'),
  );
  expect(follower.errors).toEqual([]);
  return follower;
}

async function store(row: Row): Promise<void> {
  await tables.database.execute({
    text: 'insert into garage.estimates select * from jsonb_populate_record(null::garage.estimates, $1::jsonb)',
    values: [JSON.stringify(whole(row))],
  });
}

function whole(row: Row): Row {
  return { ...{ region: 'NORTH', repair_status: 'OPEN', loaded_at: '2026-11-01T10:00:00Z' }, ...row };
}

async function send(op: 'c' | 'd', row: Row): Promise<void> {
  const nulls = { asked_amount: null, seen_at: null, made_on: null, mechanic_email: null, work: null };
  const wire = { ...nulls, garage_name: null, part_count: null, part_prices: null, ...whole(row) };
  const [before, after] = op === 'd' ? [wire, null] : [null, wire];
  const key = JSON.stringify({ estimate_id: row['estimate_id'] });
  await tables.topics.send(tables.estimates, [{ key, value: JSON.stringify({ op, before, after }) }]);
}

interface List {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly endCursor: string | null };
}

function isList(value: unknown): value is List {
  return typeof value === 'object' && value !== null && 'nodes' in value && 'pageInfo' in value;
}

async function asked(variables: Row): Promise<List> {
  const { data, errors } = await askGateway(tables.url, { as: everywhere, query: list, variables });
  expect(errors).toEqual([]);
  const found: unknown = data?.['repairEstimateV1List'];
  if (!isList(found)) throw new Error('no list');
  return found;
}

describe('a column of another collation than the field’s own', () => {
  // By its collation 'alpha' is before 'B', by its bytes behind.
  it.each([
    [{ lt: 'B' }, []],
    [{ lte: 'a' }, []],
    [{ gt: 'B' }, ['alpha']],
    [{ gte: 'a', lt: 'b' }, ['alpha']],
    [{ startsWith: 'al' }, ['alpha']],
    [{ contains: 'LP' }, []],
    [{ eq: 'ALPHA' }, []],
    [{ in: ['alpha'] }, ['alpha']],
  ])('is filtered by %j in the same way by queries, snapshots and changes', async (garageName, expected) => {
    // The second row is the last that is told of.
    const where = { or: [{ garageName }, { estimateId: { eq: 2 } }] };
    const row = { estimate_id: 1, garage_name: 'alpha' };
    const from = await followed(where);
    await store(row);
    await send('c', row);
    expect((await asked({ where })).nodes).toMatchObject(expected.map((name) => ({ garageName: name })));
    const later = await followed(where);
    await send('d', row);
    await send('c', { estimate_id: 2 });
    for (const follower of [from, later])
      await follower.until(() => told(follower).some(([, id]) => id === 2));
    const deletion = expected.map(() => ['DELETE', 1]);
    expect(told(from)).toEqual([...expected.map(() => ['UPSERT', 1]), ...deletion, ['UPSERT', 2]]);
    expect(told(later).filter(([kind, id]) => kind === 'DELETE' || id === 2)).toEqual([
      ...deletion,
      ['UPSERT', 2],
    ]);
  });

  it('orders a list as its owner has it, page by page', async () => {
    for (const [at, name] of ['alpha', 'B', 'beta', 'Zoë'].entries())
      await store({ estimate_id: at, garage_name: name });
    const orderBy = [{ garageName: 'ASC' }];
    const first = await asked({ orderBy });
    const second = await asked({ orderBy, after: first.pageInfo.endCursor });
    expect([first.nodes, second.nodes]).toMatchObject([
      [{ garageName: 'alpha' }, { garageName: 'B' }],
      [{ garageName: 'beta' }, { garageName: 'Zoë' }],
    ]);
  });
});

describe('a narrower column than the field’s own', () => {
  it.each([
    [{ lt: 100_000 }, 1],
    [{ ne: 100_000 }, 1],
    [{ eq: 100_000 }, 0],
    [{ gt: -100_000 }, 1],
    [{ in: [5, 100_000] }, 1],
    [{ notIn: [5, 100_000] }, 0],
  ])('is compared with every number that the field may have: %j', async (partCount, count) => {
    await store({ estimate_id: 1, part_count: 5 });
    expect((await asked({ where: { partCount } })).nodes).toHaveLength(count);
    expect((await followed({ partCount })).changes).toHaveLength(count + 1);
  });
});

describe('values of Debezium', () => {
  it('have the bytes of the query’s where a decimal has an exponent', async () => {
    const follower = await followed({ askedAmount: { lt: '2000' } });
    const rows = [
      ['0.00000000', '0E-8', ['0.00000012', '1.2E-7']],
      ['0.00000012', '1.2E-7', ['1000', '1E+3']],
      ['-1200', '-1.2E+3', ['10.50', '10.50']],
    ] as const;
    for (const [at, [stored, wire, [storedItem, wireItem]]] of rows.entries()) {
      await store({ estimate_id: at, asked_amount: stored, part_prices: [storedItem] });
      await send('c', { estimate_id: at, asked_amount: wire, part_prices: [wireItem] });
    }
    await follower.until(() => told(follower).length === 3);
    const first = await asked({});
    const second = await asked({ after: first.pageInfo.endCursor });
    expect(follower.errors).toEqual([]);
    expect(follower.changes.flatMap((change) => change.node ?? [])).toEqual(
      [first.nodes, second.nodes].flat(),
    );
  });

  it('are of no day where they are none that a Date is: its deletion is told, and who filters by it ends', async () => {
    const row = { estimate_id: 1, made_on: '12026-01-01' };
    await store(row);
    const follower = await tables.follow(everywhere, subscription, {
      where: { madeOn: { gt: '2026-01-01' } },
    });
    followers.push(follower);
    await follower.until(() => follower.changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'));
    expect(follower.changes[0]?.key).toEqual({ estimateId: 1 });
    const made_on = Date.UTC(12_026, 0, 1) / 86_400_000;
    await send('d', { ...row, made_on });
    await follower.until(() => told(follower).length === 1);
    expect(told(follower)).toEqual([['DELETE', 1]]);
    await send('c', { estimate_id: 2, made_on });
    await follower.until(follower.hasEnded);
    expect(codes(follower)).toEqual(['STORED_VALUE_INVALID', 'CURSOR_EXPIRED']);
  });
});
