import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';

let test: TestDatabase;
let runner: OperationRunner;
const statements: string[] = [];

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(test.database, [
    {
      parcel_id: 'p1',
      price: '12.5',
      receiver_email: 'jane@example.com',
      stops: [{ at: '2026-03-01T10:20:30+00:00', clerk: 'Ann' }],
      depot_id: 'd1',
    },
  ]);
  await insertRows(test.database, 'contract.parcel_v1', [{ parcel_id: 'p1', region: 'NORTH' }]);
  await insertRows(test.database, 'facility.depots', [
    { depot_id: 'd1', town: 'Uppsala', loaded_at: '2026-06-30T11:00:00Z' },
  ]);
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({
      onStatement: ({ text }) => {
        statements.push(text);
      },
    }),
    asOf: new Map([
      ['parcel@2', '2026-06-30T11:59:00.000Z'],
      ['parcel@1', '2026-06-30T09:00:00.000Z'],
    ]),
  });
});

afterAll(() => test.drop());

describe('what an answer says of the contracts behind it', () => {
  it('names each with its freshness, and the deprecated ones in headers', async () => {
    const { ending } = await runner.run(
      parcelProfile('tracker'),
      '{ parcelV2(parcelId: "p1") { depot { town } } parcelV1List { totalCount } }',
    );
    expect(ending.extensions).toEqual({
      contracts: [
        {
          name: 'depot',
          version: 1,
          asOf: null,
          freshnessSeconds: null,
          slaMet: null,
          settlement: 'PROVISIONAL',
          deprecated: false,
          sunset: null,
        },
        {
          name: 'parcel',
          version: 1,
          asOf: '2026-06-30T09:00:00.000Z',
          freshnessSeconds: 10_800,
          slaMet: false,
          settlement: 'SETTLED',
          deprecated: true,
          sunset: '2098-06-30',
        },
        {
          name: 'parcel',
          version: 2,
          asOf: '2026-06-30T11:59:00.000Z',
          freshnessSeconds: 60,
          slaMet: true,
          settlement: 'SETTLED',
          deprecated: false,
          sunset: null,
        },
      ],
    });
    expect(Object.fromEntries(ending.headers)).toEqual({
      Deprecation: '@1769817600',
      Sunset: 'Mon, 30 Jun 2098 23:59:59 GMT',
    });
  });

  it('says nothing where no contract was touched', async () => {
    const { ending } = await runner.run(parcelProfile('tracker'), '{ __typename }');
    expect(ending).toEqual({ extensions: {}, headers: new Map() });
  });
});

describe('the audit', () => {
  it('has who read which fields of which contract and why, in one statement, and no value', async () => {
    await test.database.execute({ text: 'truncate audit.access' });
    statements.splice(0);
    await runner.run(
      parcelProfile('analyst'),
      '{ parcelV2List(where: { price: { gt: 1 } }, orderBy: [{ duty: ASC }]) { nodes { receiverEmail stops { clerk } } } }',
    );
    expect(statements.filter((text) => text.startsWith('insert'))).toHaveLength(1);
    const rows = await test.database.query({ text: 'select * from audit.access' });
    expect(rows).toMatchObject([
      {
        consumer: 'analyst',
        purpose: 'ANALYTICS',
        regions: ['NORTH'],
        contract: 'parcel@2',
        row_count: 1,
        operation: 'parcelV2List',
        trace_id: 'trace-of-a-test',
        fields: [
          { field: 'duty', classification: 'INTERNAL', decision: 'CLEAR' },
          { field: 'parcelId', classification: 'INTERNAL', decision: 'CLEAR' },
          { field: 'price', classification: 'CONFIDENTIAL', decision: 'CLEAR' },
          { field: 'receiverEmail', classification: 'PERSONAL', decision: 'EMAIL' },
          { field: 'stops', classification: 'INTERNAL', decision: 'CLEAR' },
          { field: 'stops.clerk', classification: 'PERSONAL', decision: 'NULLIFY' },
        ],
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/jane|Ann/);
  });

  const audited = async (source: string): Promise<unknown> => {
    await test.database.execute({ text: 'truncate audit.access restart identity' });
    const { messages } = await runner.run(parcelProfile('tracker'), source);
    expect(messages).toEqual([]);
    const rows = await test.database.query<{
      operation: string;
      row_count: number;
      fields: { field: string }[];
    }>({
      text: 'select operation, row_count, fields from audit.access order by id',
    });
    return rows.map(({ operation, row_count: rowCount, fields }) => [
      operation,
      rowCount,
      fields.map(({ field }) => field),
    ]);
  };

  const meta = '_meta { lineage { identity events { eventType } } exceptions { id } revision settlement }';
  const entities = (selection: string): string =>
    `{ _entities(representations: [{ __typename: "ParcelV2", parcelId: "p1" }, { __typename: "ParcelV2", parcelId: "none" }]) { ${selection} } }`;
  const byKey = ['parcelV2', 1, ['parcelId']];
  const entity = ['_entities', 1, ['parcelId']];

  it.each<[string, readonly unknown[]]>([
    ['{ parcelV2(parcelId: "p1") { __typename } }', [byKey]],
    ['{ parcelV2(parcelId: "none") { __typename } }', [['parcelV2', 0, ['parcelId']]]],
    [`{ parcelV2(parcelId: "p1") { ${meta} } }`, [byKey]],
    [entities('__typename'), [entity]],
    [entities(`... on ParcelV2 { ${meta} }`), [entity]],
    [
      '{ parcelV2(parcelId: "p1") { depot { __typename } } }',
      [
        ['parcelV2', 1, ['depotId', 'parcelId']],
        ['ParcelV2.depot', 1, ['depotId']],
      ],
    ],
    [`{ parcelV2List { nodes { ${meta} } } }`, [['parcelV2List', 1, ['parcelId']]]],
  ])('has an access that selects no field: %s', async (source, records) => {
    expect(await audited(source)).toEqual(records);
  });

  it.each([
    ['{ totalCount }', 3],
    ['(where: { duty: { gt: 1 } }) { totalCount }', 2],
    ['(first: 1) { totalCount nodes { duty } }', 3],
    ['(first: 2) { nodes { duty } }', 2],
    ['{ __typename }', 0],
  ])('has how many rows an answer tells of: %s', async (list, rowCount) => {
    await insertParcels(test.database, [
      { parcel_id: 'c1', duty: '2' },
      { parcel_id: 'c2', duty: '3' },
    ]);
    try {
      expect(await audited(`{ parcelV2List${list} }`)).toMatchObject([['parcelV2List', rowCount, {}]]);
    } finally {
      await test.database.execute({ text: `delete from contract.parcel_v2 where parcel_id in ('c1', 'c2')` });
    }
  });

  it.each([
    '{ parcelV2(parcelId: "p1") { __typename } }',
    entities(`... on ParcelV2 { _meta { lineage { identity } } }`),
  ])('fails the request when it cannot be written, even for the key alone: %s', async (source) => {
    await test.database.execute({ text: 'alter table audit.access rename to access_away' });
    try {
      await expect(runner.run(parcelProfile('tracker'), source)).rejects.toThrow();
    } finally {
      await test.database.execute({ text: 'alter table audit.access_away rename to access' });
    }
  });

  it('fails the request when it cannot be written', async () => {
    await test.database.execute({ text: 'alter table audit.access rename to access_away' });
    try {
      await expect(
        runner.run(parcelProfile('tracker'), '{ parcelV2(parcelId: "p1") { price } }'),
      ).rejects.toThrow();
    } finally {
      await test.database.execute({ text: 'alter table audit.access_away rename to access' });
    }
  });
});
