import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { askGateway, type Person } from '../../../support/clinicGateway.ts';
import type { Follower } from '../../../support/live/follow.ts';
import {
  everywhere,
  type LiveTables,
  north,
  startLiveTables,
} from '../../../support/live/startLiveTables.ts';
import { codes, told } from '../../../support/live/toldOf.ts';
import { until } from '../../../support/until.ts';

const fields = 'estimateId region askedAmount repairStatus seenAt madeOn mechanicEmail work';
const estimates = `subscription ($where: RepairEstimateV1Where, $after: String, $snapshot: Boolean) {
  repairEstimateV1(where: $where, after: $after, snapshot: $snapshot) { kind key node { ${fields} } revision cursor } }`;
const offers = `subscription ($where: PartOfferV1Where, $after: String, $snapshot: Boolean) {
  partOfferV1(where: $where, after: $after, snapshot: $snapshot) { kind key node { partId price dealerEmail } revision cursor } }`;

let tables: LiveTables;
let followers: Follower[] = [];
beforeAll(async () => {
  tables = await startLiveTables();
}, 240_000);
afterEach(async () => {
  for (const { stop } of followers) stop();
  followers = [];
  await tables.database.transaction((transaction) =>
    transaction.script('truncate garage.estimates, garage.offers'),
  );
});
afterAll(() => tables.close());

/** Follows with a snapshot, and waits until changes follow. */
async function followed(person: Person, query: string, where: unknown = {}): Promise<Follower> {
  const follower = await tables.follow(person, query, { where, snapshot: true });
  followers.push(follower);
  await follower.until(
    () => follower.hasEnded() || follower.changes.some(({ kind }) => kind === 'SNAPSHOT_COMPLETE'),
  );
  expect(follower.errors).toEqual([]);
  return follower;
}

interface Row {
  readonly estimate_id: number;
  readonly [column: string]: unknown;
}

function row(estimateId: number, more: Readonly<Record<string, unknown>> = {}): Row {
  return {
    ...{ estimate_id: estimateId, region: 'NORTH', asked_amount: '10.50', repair_status: 'OPEN' },
    ...{ seen_at: '2026-11-01T10:00:00.123456Z', made_on: 20_000, mechanic_email: 'mia@garage.example' },
    ...{ work: '{"parts": [1, 2]}', loaded_at: '2026-11-01T10:00:00Z', ...more },
  };
}

type Op = 'c' | 'r' | 'u' | 'd';

/** A change in Debezium's form, of the table as Postgres wrote it down; with the deletion's tombstone behind it. */
async function change(op: Op, before: unknown, after: Row | null, keyOf = after): Promise<void> {
  const id = keyOf?.estimate_id ?? (isRow(before) ? before.estimate_id : 0);
  const key = JSON.stringify({ schema: {}, payload: { estimate_id: id } });
  const value = JSON.stringify({ schema: {}, payload: { op, before, after, ts_ms: 1 } });
  await tables.topics.send(tables.estimates, [{ key, value }, ...(op === 'd' ? [{ key, value: null }] : [])]);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'estimate_id' in value;
}

async function identity(form: 'full' | 'default'): Promise<void> {
  await tables.database.transaction((transaction) =>
    transaction.script(`alter table garage.estimates replica identity ${form}`),
  );
}

async function store(values: Row): Promise<void> {
  await tables.database.execute({
    text: `insert into garage.estimates (estimate_id, region, asked_amount, repair_status, seen_at, made_on, mechanic_email, work)
      values ($1, $2, $3, $4, $5, date '1970-01-01' + $6::int, $7, $8::jsonb)
      on conflict (estimate_id) do update set region = excluded.region, asked_amount = excluded.asked_amount, repair_status = excluded.repair_status`,
    values: [
      ...[
        values.estimate_id,
        values['region'],
        values['asked_amount'],
        values['repair_status'],
        values['seen_at'],
      ],
      ...[values['made_on'], values['mechanic_email'], values['work']],
    ],
  });
}

async function asked(person: Person): Promise<unknown> {
  const { data } = await askGateway(tables.url, {
    as: person,
    query: `{ repairEstimateV1List { nodes { ${fields} } } }`,
  });
  return data?.['repairEstimateV1List'];
}

describe('an existing table on a topic in Debezium’s form', () => {
  beforeAll(() => identity('full'));

  it('is told as queries answer it: snapshot, changes, masks; a deletion once, with its tombstone', async () => {
    await store(row(1));
    const follower = await followed(everywhere, estimates);
    await store(row(2, { asked_amount: '11' }));
    await change('c', null, row(2, { asked_amount: '11' }));
    await follower.until(() => told(follower).length === 1);
    const shown = follower.changes.filter(({ node }) => node !== null).map(({ node }) => node);
    expect({ nodes: shown }).toEqual(await asked(everywhere));
    expect(shown[1]).toEqual({
      ...{ estimateId: 2, region: 'NORTH', askedAmount: '11', repairStatus: 'OPEN', madeOn: '2024-10-04' },
      ...{
        seenAt: '2026-11-01T10:00:00.123Z',
        mechanicEmail: 'm***@garage.example',
        work: { parts: [1, 2] },
      },
    });
    await change('u', row(2, { asked_amount: '11' }), row(2, { asked_amount: '12' }));
    await change('d', row(1), null);
    await change('u', row(2, { asked_amount: '12' }), row(2, { asked_amount: '13' }));
    await follower.until(() => told(follower).length === 4);
    expect(told(follower)).toEqual([
      ['UPSERT', 2],
      ['UPSERT', 2],
      ['DELETE', 1],
      ['UPSERT', 2],
    ]);
    expect(follower.changes.map(({ key }) => key)).toContainEqual({ estimateId: 1 });
    expect(follower.errors).toEqual([]);
  });

  it('tells who filters that a row has left, and nothing of others', async () => {
    const follower = await followed(everywhere, estimates, { repairStatus: { eq: 'OPEN' } });
    await change('c', null, row(3, { repair_status: 'PAID' }));
    await change('c', null, row(4));
    await change('u', row(4), row(4, { repair_status: 'PAID' }));
    await change('d', row(3, { repair_status: 'PAID' }), null);
    await change('u', row(4, { repair_status: 'PAID' }), row(4, { repair_status: 'OPEN' }));
    await follower.until(() => told(follower).length === 3);
    expect(told(follower)).toEqual([
      ['UPSERT', 4],
      ['DELETE', 4],
      ['UPSERT', 4],
    ]);
  });

  it('tells a region’s consumer of its rows, of those that leave as DELETE, and of no others', async () => {
    const follower = await followed(north, estimates);
    await change('c', null, row(5, { region: 'SOUTH' }));
    await change('c', null, row(6));
    await change('u', row(6), row(6, { region: 'SOUTH' }));
    await change('d', row(5, { region: 'SOUTH' }), null);
    await change('d', row(7, { region: null }), null);
    await change('c', null, row(8));
    await follower.until(() => told(follower).length === 3);
    expect(told(follower)).toEqual([
      ['UPSERT', 6],
      ['DELETE', 6],
      ['UPSERT', 8],
    ]);
    expect(follower.errors).toEqual([]);
  });

  it('reads from the table what a record does not hold', async () => {
    const follower = await followed(everywhere, estimates);
    await store(row(9));
    await change('u', row(9), row(9, { work: '__debezium_unavailable_value', mechanic_email: undefined }));
    expect(await follower.first(2)).toMatchObject([
      { kind: 'SNAPSHOT_COMPLETE' },
      { node: { estimateId: 9, work: { parts: [1, 2] }, mechanicEmail: 'm***@garage.example' } },
    ]);
  });

  it('shows an error in the place of a value of a wrong type, and ends those who filter by it', async () => {
    const all = await followed(everywhere, estimates);
    const some = await followed(everywhere, estimates, { askedAmount: { gt: '1' } });
    await change('u', row(10), row(10, { asked_amount: 'AQID' }));
    await change('u', row(10), row(10));
    await all.until(() => told(all).length === 2);
    expect(codes(all)).toEqual(['STORED_VALUE_INVALID']);
    expect(all.hasEnded()).toBe(false);
    await some.until(some.hasEnded);
    expect(codes(some)).toEqual(['CURSOR_EXPIRED']);
    expect(told(some)).toEqual([]);
  });
});

describe('an existing table without REPLICA IDENTITY FULL', () => {
  beforeAll(() => identity('default'));

  // Debezium fills in nulls and the columns' defaults.
  const befores: readonly (readonly [string, (id: number) => Row])[] = [
    ['the key', (id) => ({ estimate_id: id })],
    ['the key and nulls', (id) => ({ estimate_id: id, region: null, asked_amount: null, repair_status: '' })],
    [
      'the key and defaults',
      (id) => ({ estimate_id: id, region: 'SOUTH', asked_amount: null, repair_status: 'OPEN' }),
    ],
  ];

  it.each(befores)(
    'tells of a deletion whoever may see every row, where `before` holds %s',
    async (_what, was) => {
      const all = await followed(everywhere, estimates);
      const open = await followed(everywhere, estimates, { repairStatus: { eq: 'PAID' } });
      const one = await followed(everywhere, estimates, { estimateId: { eq: 22 } });
      for (const id of [21, 22]) await change('c', null, row(id, { repair_status: 'PAID' }));
      await change('d', was(21), null);
      await change('d', was(22), null);
      for (const follower of [all, open]) {
        await follower.until(() => told(follower).length === 4);
        expect(told(follower)).toEqual([
          ['UPSERT', 21],
          ['UPSERT', 22],
          ['DELETE', 21],
          ['DELETE', 22],
        ]);
      }
      await one.until(() => told(one).length === 2);
      expect(told(one)).toEqual([
        ['UPSERT', 22],
        ['DELETE', 22],
      ]);
      expect([...all.errors, ...open.errors, ...one.errors]).toEqual([]);
    },
  );

  it.each(befores)(
    'ends a region’s consumers, whether the row was theirs or not, where `before` holds %s',
    async (_what, was) => {
      for (const region of ['NORTH', 'SOUTH']) {
        const follower = await followed(north, estimates);
        await change('c', null, row(23, { region }));
        await change('d', was(23), null);
        await follower.until(follower.hasEnded);
        expect(told(follower)).toEqual(region === 'NORTH' ? [['UPSERT', 23]] : []);
        expect(follower.errors).toEqual([
          {
            message:
              'Changes can no longer be told without a gap: a record does not say how the row is, or was before.',
            extensions: expect.objectContaining({ code: 'CURSOR_EXPIRED' }),
          },
        ]);
        expect(follower.errors[0]?.extensions).not.toHaveProperty('cursor');
      }
      await until('it is logged', () => tables.logText().includes('subscriptions had to end'));
    },
  );

  it('ends them for an update that leads out of the region, and goes on for one within it', async () => {
    const follower = await followed(north, estimates);
    await change('u', null, row(24));
    await follower.until(() => told(follower).length === 1);
    await change('u', null, row(24, { region: 'SOUTH' }));
    await follower.until(follower.hasEnded);
    expect(told(follower)).toEqual([['UPSERT', 24]]);
    expect(codes(follower)).toEqual(['CURSOR_EXPIRED']);
    // And so it is to who comes back with a cursor from before.
    const again = await tables.follow(north, estimates, {
      where: {},
      after: follower.changes.at(-1)?.cursor,
    });
    await again.until(again.hasEnded);
    expect(codes(again)).toEqual(['CURSOR_EXPIRED']);
  });
});

describe('records that tell little or nothing', () => {
  beforeAll(() => identity('full'));
  const key = (id: number): string => JSON.stringify({ estimate_id: id });
  const unreadable = async (): Promise<number> =>
    (await tables.samples()).get('concordat_live_unreadable_records_total{contract="repair_estimate@1"}') ??
    NaN;

  it('are a deletion where there is but a tombstone', async () => {
    const follower = await followed(everywhere, estimates);
    await tables.topics.send(tables.estimates, [{ key: key(30), value: null }]);
    await follower.until(() => told(follower).length === 1);
    expect(told(follower)).toEqual([['DELETE', 30]]);
    // Of one that was told of as a deletion, its tombstone says nothing more, also to who comes back.
    await change('d', row(31), null);
    await follower.until(() => told(follower).length === 2);
    const again = await tables.follow(everywhere, estimates, {
      where: {},
      after: follower.changes.at(-1)?.cursor,
    });
    followers.push(again);
    await change('c', null, row(32));
    expect(await again.first(1)).toMatchObject([{ kind: 'UPSERT', key: { estimateId: 32 } }]);
  });

  it.each<readonly [string, { key: string | null; value: string }]>([
    ['no JSON', { key: key(33), value: '{"op":' }],
    ['no object', { key: key(33), value: '"text"' }],
    ['no row', { key: key(33), value: '{"op":"u","after":"text"}' }],
    ['no key', { key: null, value: '{"op":"u","before":null,"after":{"region":"NORTH"}}' }],
    ['a key of a wrong type', { key: null, value: '{"op":"c","before":null,"after":{"estimate_id":"x"}}' }],
    ['an unknown operation', { key: key(33), value: '{"op":"x","after":{"estimate_id":33}}' }],
    ['a truncation', { key: null, value: '{"op":"t","before":null,"after":null}' }],
    [
      'another key',
      { key: key(33), value: '{"op":"u","before":{"estimate_id":33},"after":{"estimate_id":34}}' },
    ],
  ])(
    'end those whom they may concern, where there is %s; the process and others go on',
    async (_what, record) => {
      const all = await followed(everywhere, estimates);
      const before = all.changes.at(-1)?.cursor;
      const counted = await unreadable();
      await tables.topics.send(tables.estimates, [record]);
      await all.until(all.hasEnded);
      expect(all.errors).toEqual([
        {
          message: 'Changes can no longer be told without a gap: a record cannot be read.',
          extensions: expect.objectContaining({ code: 'CURSOR_EXPIRED' }),
        },
      ]);
      expect(await unreadable()).toBe(counted + 1);
      expect(tables.logText()).toContain('RECORD_UNREADABLE');
      expect(tables.logText()).not.toContain('"text"');
      const again = await tables.follow(everywhere, estimates, { where: {}, after: before });
      await again.until(again.hasEnded);
      expect(codes(again)).toEqual(['CURSOR_EXPIRED']);
      const anew = await followed(everywhere, estimates);
      await change('c', null, row(35));
      await anew.until(() => told(anew).length === 1);
    },
  );

  it('leave those alone whose rows are others by their key', async () => {
    const other = await followed(everywhere, estimates, { estimateId: { in: [36, 37] } });
    await tables.topics.send(tables.estimates, [{ key: key(33), value: 'nothing' }]);
    await change('c', null, row(36));
    await other.until(() => told(other).length === 1);
    await tables.topics.send(tables.estimates, [{ key: key(37), value: 'nothing' }]);
    await other.until(other.hasEnded);
    expect(told(other)).toEqual([['UPSERT', 36]]);
    expect(codes(other)).toEqual(['CURSOR_EXPIRED']);
  });
});

describe('an existing table on a topic of plain JSON', () => {
  const send = (key: string | null, value: unknown): Promise<void> =>
    tables.topics.send(tables.offers, [{ key, value: value === null ? null : JSON.stringify(value) }]);

  it('is told with a snapshot, changes, deletions and masks', async () => {
    await tables.database.execute({
      text: "insert into garage.offers values ('p1', 9.50, 'ann@dealer.example')",
    });
    const follower = await followed(north, offers);
    expect(follower.changes[0]).toMatchObject({
      ...{ kind: 'SNAPSHOT', key: { partId: 'p1' } },
      node: { partId: 'p1', price: '9.5', dealerEmail: 'a***@dealer.example' },
    });
    await send('p2', { part_id: 'p2', price: '10.00', dealer_email: 'bo@dealer.example' });
    await send('{"partId":"p3"}', { price: 7, dealerEmail: null });
    await send('p1', null);
    await follower.until(() => told(follower).length === 3);
    expect(follower.changes.slice(2)).toMatchObject([
      {
        ...{ kind: 'UPSERT', key: { partId: 'p2' }, revision: null },
        node: { partId: 'p2', price: '10', dealerEmail: 'b***@dealer.example' },
      },
      { kind: 'UPSERT', key: { partId: 'p3' }, node: { partId: 'p3', price: '7', dealerEmail: '********' } },
      { kind: 'DELETE', key: { partId: 'p1' }, node: null },
    ]);
  });

  it('is filtered by its key, and by nothing else', async () => {
    const follower = await followed(north, offers, { partId: { in: ['p4', 'p5'] } });
    for (const id of ['p4', 'p6', 'p5']) await send(id, { partId: id });
    for (const id of ['p6', 'p4']) await send(id, null);
    await follower.until(() => told(follower).length === 3);
    expect(told(follower)).toEqual([
      ['UPSERT', 'p4'],
      ['UPSERT', 'p5'],
      ['DELETE', 'p4'],
    ]);
    const refused = await tables.follow(north, offers, { where: { price: { gt: '1' } } });
    await refused.until(refused.hasEnded);
    expect(codes(refused)).toEqual(['BAD_USER_INPUT']);
  });

  it.each<readonly [string, { key: string | null; value: string | null }]>([
    ['no JSON', { key: 'p7', value: '{"partId":' }],
    ['a list', { key: 'p7', value: '[]' }],
    ['no key', { key: null, value: '{"price":"1"}' }],
    ['neither key nor value', { key: null, value: null }],
    ['another key in the row', { key: 'p7', value: '{"partId":"p8"}' }],
  ])('ends those whom a record may concern in which there is %s', async (_what, record) => {
    const follower = await followed(north, offers);
    await tables.topics.send(tables.offers, [record]);
    await follower.until(follower.hasEnded);
    expect(codes(follower)).toEqual(['CURSOR_EXPIRED']);
  });
});
