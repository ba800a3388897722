import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DerivedFrom } from '../../../src/contract/model.ts';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelAccess, parcelContract, parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';
import { StatementLog } from '../../support/statementLog.ts';

let test: TestDatabase;
let runner: OperationRunner;
const log = new StatementLog();

const secretPayload = { meta: { type: 'Taken' }, eventType: 'wrong', secret: 'payload-secret' };

beforeAll(async () => {
  test = await createParcelDatabase();
  const { database } = test;
  await insertParcels(database, [
    { parcel_id: 'p1', _revision: '9007199254740993' },
    { parcel_id: 'p2', price: '3' },
    { parcel_id: 'p3' },
  ]);
  await insertRows(database, 'facility.depots', [
    { depot_id: 'd1', town: 'x', loaded_at: '2026-06-30T11:00:00Z' },
  ]);
  await insertRows(database, 'intake.parcels', [
    { parcel_id: 'p1', clerk: 'Ann Clerk', price: '1' },
    { parcel_id: 'p1', clerk: 'Bob Clerk', price: '2' },
    { parcel_id: 'p2', clerk: 'Ann Clerk', price: '3.00' },
  ]);
  await insertRows(database, 'reconciliation.parcel_check', [{ parcel_id: 'p2', weight_difference: '0' }]);
  await insertRows(database, 'intake.parcels__event', [
    { parcel_id: 'p1', clerk: 'Ann Clerk', source: 'counter.corrections', partition: 0, offset: 1 },
    {
      parcel_id: 'p1',
      clerk: 'Ann Clerk',
      source: 'counter.parcels',
      partition: 0,
      offset: '9007199254740993',
    },
    { parcel_id: 'p2', clerk: 'Ann Clerk', source: 'counter.parcels', partition: 1, offset: 2 },
  ]);
  await database.execute({
    text: `insert into raw.event (source, partition, "offset", payload, event_time, received_at) values
      ('counter.parcels', 0, 9007199254740993, $1, '2026-03-01T10:00:00Z', '2026-03-01T10:00:01Z'),
      ('counter.corrections', 0, 1, '{"eventType": "Corrected"}', '2026-03-02T10:00:00Z', '2026-03-02T10:00:01Z'),
      ('counter.parcels', 1, 2, '[]', null, '2026-03-03T10:00:01Z')`,
    values: [JSON.stringify(secretPayload)],
  });
  await database.execute({
    text: `with opened as (
      insert into reconciliation.exception (reconciliation, kind, subject, severity, owner, detail, opened_at, due_at, resolved_at) values
        ('parcel_check', 'WEIGHT_DIFFERS', '{"parcel_id": "p1"}', 'LOW', 'counter', 'detail-secret', '2026-06-01T00:00:00Z', '2026-06-04T00:00:00Z', null),
        ('parcel_check', 'WEIGHT_DIFFERS', '{"parcel_id": "p2"}', 'LOW', 'counter', 'detail-secret', '2026-06-01T00:00:00Z', '2026-06-04T00:00:00Z', now())
      returning id, subject)
      insert into reconciliation.exception_reach (exception_id, reconciliation, "column", value)
      select id, 'parcel_check', 'parcel_id', subject ->> 'parcel_id' from opened`,
  });
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({ onStatement: log.onStatement }),
    asOf: new Map([['parcel@2', '2026-06-30T11:59:00.000Z']]),
  });
});

afterAll(() => test.drop());

describe('_meta', () => {
  it('has revision, as-of, settlement and open exceptions, each batched', async () => {
    log.takeReads();
    const { data, messages } = await runner.run(
      parcelProfile('tracker'),
      '{ parcelV2List { nodes { parcelId _meta { revision asOf settlement exceptions { kind owner openedAt dueAt } } } } }',
    );
    expect(messages).toEqual([]);
    const asOf = '2026-06-30T11:59:00.000Z';
    const settled = { revision: '1', asOf, settlement: 'SETTLED', exceptions: [] };
    expect(data).toEqual({
      parcelV2List: {
        nodes: [
          {
            parcelId: 'p1',
            _meta: {
              revision: '9007199254740993',
              asOf,
              settlement: 'PROVISIONAL',
              exceptions: [
                {
                  kind: 'WEIGHT_DIFFERS',
                  owner: 'counter',
                  openedAt: '2026-06-01T00:00:00.000Z',
                  dueAt: '2026-06-04T00:00:00.000Z',
                },
              ],
            },
          },
          { parcelId: 'p2', _meta: settled },
          { parcelId: 'p3', _meta: settled },
        ],
      },
    });
    expect(log.takeReads()).toHaveLength(2);
  });

  it('has lineage down to source events, one statement a product table', async () => {
    log.takeReads();
    const { data, messages } = await runner.run(
      parcelProfile('tracker'),
      `{ parcelV2List { nodes { _meta { lineage {
        product identity events { source partition offset eventType eventTime receivedAt }
      } } } } }`,
    );
    expect(messages).toEqual([]);
    const clerk: unknown = expect.stringMatching(/^token_[\w-]{43}$/);
    expect(data).toEqual({
      parcelV2List: {
        nodes: [
          {
            _meta: {
              lineage: [
                {
                  product: 'intake.parcels',
                  identity: { parcelId: 'p1', clerk },
                  events: [
                    {
                      source: 'counter.parcels',
                      partition: 0,
                      offset: '9007199254740993',
                      eventType: 'Taken',
                      eventTime: '2026-03-01T10:00:00.000Z',
                      receivedAt: '2026-03-01T10:00:01.000Z',
                    },
                    {
                      source: 'counter.corrections',
                      partition: 0,
                      offset: '1',
                      eventType: 'Corrected',
                      eventTime: '2026-03-02T10:00:00.000Z',
                      receivedAt: '2026-03-02T10:00:01.000Z',
                    },
                  ],
                },
                { product: 'intake.parcels', identity: { parcelId: 'p1', clerk }, events: [] },
              ],
            },
          },
          {
            _meta: {
              lineage: [
                {
                  product: 'intake.parcels',
                  identity: { parcelId: 'p2', clerk },
                  events: [
                    {
                      source: 'counter.parcels',
                      partition: 1,
                      offset: '2',
                      eventType: null,
                      eventTime: null,
                      receivedAt: '2026-03-03T10:00:01.000Z',
                    },
                  ],
                },
              ],
            },
          },
          { _meta: { lineage: [] } },
        ],
      },
    });
    expect(log.takeReads()).toHaveLength(2);
  });

  it.each<[string, readonly DerivedFrom[]]>([
    [
      'over two paths to one product row has it once',
      [
        { kind: 'product', product: 'intake', table: 'parcels', by: 'parcel_id' },
        { kind: 'product', product: 'intake', table: 'parcels', by: 'price' },
      ],
    ],
    [
      'goes through a reconciliation to products that the contract does not name',
      [{ kind: 'reconciliation', reconciliation: 'parcel_check', by: 'parcel_id' }],
    ],
  ])('%s', async (_name, derivedFrom) => {
    const contract = { ...parcelContract('parcel@2'), derivedFrom };
    const project = { ...parcelsProject, contracts: [contract] };
    const access = { ...parcelAccess('tracker', 'parcel@2'), contract };
    const profile = { ...parcelProfile('tracker'), contracts: new Map([[contract.id, access]]) };
    const { data, messages } = await createOperationRunner({ project, database: test.database }).run(
      profile,
      '{ parcelV2(parcelId: "p2") { price _meta { lineage { product identity events { eventType offset } } } } }',
    );
    expect(messages).toEqual([]);
    expect(data).toMatchObject({
      parcelV2: {
        price: '3',
        _meta: { lineage: [{ product: 'intake.parcels', events: [{ eventType: null, offset: '2' }] }] },
      },
    });
  });

  it.each([
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['10000-01-01T00:00:00Z', null],
    ['275760-09-13T00:00:00Z', null],
    ['0044-03-15T00:00:00Z BC', null],
    ['infinity', null],
  ])('has the time of an event at %s as %s, as DateTime has no other years', async (time, shown) => {
    await test.database.execute({
      text: `update raw.event set event_time = $1 where source = 'counter.parcels' and "offset" = 2`,
      values: [time],
    });
    const { data, messages } = await runner.run(
      parcelProfile('tracker'),
      '{ parcelV2(parcelId: "p2") { _meta { lineage { events { eventTime } } } } }',
    );
    expect(messages).toEqual([]);
    expect(data).toEqual({ parcelV2: { _meta: { lineage: [{ events: [{ eventTime: shown }] }] } } });
  });

  it('never shows payloads, subjects, details or sensitive identities (attack 24)', async () => {
    const { data } = await runner.run(
      parcelProfile('analyst'),
      '{ parcelV2List { nodes { _meta { exceptions { id kind owner } lineage { identity events { eventType } } } } } }',
    );
    expect(JSON.stringify(data)).not.toMatch(/secret|Clerk/);
    expect(JSON.stringify(data)).toMatch(/WEIGHT_DIFFERS/);
  });

  it('masks an identity for each purpose apart (attack 28)', async () => {
    const source = '{ parcelV2(parcelId: "p2") { _meta { lineage { identity } } } }';
    const [tracker, analyst] = await Promise.all([
      runner.run(parcelProfile('tracker'), source),
      runner.run(parcelProfile('analyst'), source),
    ]);
    expect(JSON.stringify(tracker.data)).toContain('token_');
    expect(analyst.data).not.toEqual(tracker.data);
  });

  it('costs no statement when only revision and as-of are asked for', async () => {
    log.takeReads();
    await runner.run(parcelProfile('tracker'), '{ parcelV2(parcelId: "p1") { _meta { revision asOf } } }');
    expect(log.takeReads()).toEqual([
      'select "_revision", "parcel_id" from "contract"."parcel_v2" where "parcel_id" = any($1) and true',
    ]);
  });

  it('of an existing table knows no revision, exceptions or lineage', async () => {
    log.takeReads();
    const { data } = await runner.run(
      parcelProfile('tracker'),
      '{ depotV1(depotId: "d1") { _meta { revision asOf settlement exceptions { id } lineage { product } } } }',
    );
    expect(data).toEqual({
      depotV1: {
        _meta: { revision: null, asOf: null, settlement: 'PROVISIONAL', exceptions: [], lineage: [] },
      },
    });
    expect(log.takeReads()).toHaveLength(1);
  });
});
