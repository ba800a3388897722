import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParcelDatabase } from '../../support/parcelDatabase.ts';
import { parcelAccess, parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';

let test: TestDatabase;
let runner: OperationRunner;

beforeAll(async () => {
  test = await createParcelDatabase();
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.database,
    asOf: new Map([['parcel@2', '2026-06-30T11:59:00.000Z']]),
  });
});

afterAll(() => test.drop());

describe('the catalog', () => {
  it('explains a contract, the newest version unless one is named', async () => {
    const { data, messages } = await runner.run(
      parcelProfile('tracker'),
      `{ contract(name: "parcel") {
        name version description domain owner tier status settlement delivery purposes key residency definedBy
        typeName byKeyField listField expires
        sla { freshness retention availability } freshness { asOf freshnessSeconds slaMet }
        lineage { path kind owner authority freshness deprecationPolicy }
        quality { id description mustBeLessThan } versions { version status } sunset { on }
        supersedes { version sunset { deprecatedOn on reason } supersededBy { version } } supersededBy { version }
      } }`,
    );
    expect(messages).toEqual([]);
    expect(data).toEqual({
      contract: {
        name: 'parcel',
        version: 2,
        description:
          'A parcel that was handed in, with everything that happened to it until its receiver has it.',
        domain: 'delivery',
        owner: 'delivery-data',
        tier: 'DOMAIN',
        status: 'ACTIVE',
        settlement: 'SETTLED',
        delivery: 'AT_LEAST_ONCE_IN_ORDER_PER_KEY',
        purposes: ['DELIVERY'],
        key: ['parcelId'],
        residency: 'region',
        definedBy: null,
        typeName: 'ParcelV2',
        byKeyField: 'parcelV2',
        listField: 'parcelV2List',
        expires: null,
        sla: { freshness: 'PT1H', retention: 'P1Y', availability: 0.99 },
        freshness: { asOf: '2026-06-30T11:59:00.000Z', freshnessSeconds: 60, slaMet: true },
        lineage: [
          {
            path: 'intake.parcels',
            kind: 'PRODUCT',
            owner: 'counter',
            authority: 'SYSTEM_OF_RECORD',
            freshness: 'PT1M',
            deprecationPolicy: 'Announced half a year ahead.',
          },
          {
            path: 'parcel_check',
            kind: 'RECONCILIATION',
            owner: 'delivery-data',
            authority: 'The scanner decides.',
            freshness: null,
            deprecationPolicy: null,
          },
        ],
        quality: [
          {
            id: 'lost',
            description: 'Share of parcels that nobody has seen for a week.',
            mustBeLessThan: 0.01,
          },
        ],
        versions: [
          { version: 1, status: 'DEPRECATED' },
          { version: 2, status: 'ACTIVE' },
        ],
        sunset: null,
        supersedes: {
          version: 1,
          sunset: { deprecatedOn: '2026-01-31', on: '2098-06-30', reason: 'It knows too little.' },
          supersededBy: { version: 2 },
        },
        supersededBy: null,
      },
    });
  });

  it('says where rows reside when it is one region', async () => {
    const profile = parcelProfile('tracker');
    const depot = parcelAccess('tracker', 'depot@1');
    const residing = { ...depot, contract: { ...depot.contract, residesIn: 'NORTH' } };
    const { data } = await runner.run(
      { ...profile, contracts: new Map([...profile.contracts, ['depot@1', residing]]) },
      '{ contract(name: "depot") { residency residesIn } }',
    );
    expect(data).toEqual({ contract: { residency: null, residesIn: 'NORTH' } });
  });

  it.each([
    [
      'tracker',
      [
        {
          name: 'depot',
          to: 'depot@1',
          description: 'The depot that holds it now, with its address.',
          deprecated: null,
        },
      ],
    ],
    // No agreement about depots.
    ['analyst', []],
    ['carrier', []],
  ] as const)('has the links that %s may follow', async (caller, links) => {
    const { data, messages } = await runner.run(
      parcelProfile(caller),
      '{ contract(name: "parcel", version: 2) { residency residesIn links { name to description deprecated } } }',
    );
    expect(messages).toEqual([]);
    expect(data).toEqual({ contract: { residency: 'region', residesIn: null, links } });
  });

  it('explains fields as the caller sees them', async () => {
    const source = `{ contract(name: "parcel", version: 2) { fields {
      name type unit classification mask purposes deprecated filterable sortable lineage { path owner authority }
      fields { name mask filterable }
    } } }`;
    const [tracker, analyst] = await Promise.all([
      runner.run(parcelProfile('tracker'), source),
      runner.run(parcelProfile('analyst'), source),
    ]);
    expect(analyst.messages).toEqual([]);
    expect(analyst.data).toMatchObject({
      contract: {
        fields: expect.arrayContaining([
          {
            name: 'price',
            type: 'Decimal',
            unit: 'EUR',
            classification: 'CONFIDENTIAL',
            mask: null,
            purposes: ['ANALYTICS'],
            deprecated: null,
            filterable: true,
            sortable: true,
            lineage: [{ path: 'intake.parcels.price', owner: 'counter', authority: 'SYSTEM_OF_RECORD' }],
            fields: [],
          },
          expect.objectContaining({ name: 'insuredSum', mask: 'BUCKET', filterable: false, sortable: false }),
          expect.objectContaining({ name: 'receiverId', mask: 'TOKEN', filterable: true, sortable: false }),
          expect.objectContaining({
            name: 'stops',
            type: '[StopV2!]!',
            fields: expect.arrayContaining([{ name: 'clerk', mask: 'NULLIFY', filterable: false }]),
          }),
        ]),
      },
    });
    expect(JSON.stringify(analyst.data)).not.toContain('suspicion');
    expect(JSON.stringify(tracker.data)).toContain('suspicion');
  });

  it('lists what the caller may use and nothing else', async () => {
    const names = async (caller: 'tracker' | 'analyst', args = ''): Promise<unknown> =>
      (await runner.run(parcelProfile(caller), `{ contracts${args} { name version } }`)).data?.['contracts'];
    expect(await names('analyst')).toEqual([{ name: 'parcel', version: 2 }]);
    expect(await names('tracker')).toEqual([
      { name: 'depot', version: 1 },
      { name: 'parcel', version: 1 },
      { name: 'parcel', version: 2 },
    ]);
    expect(await names('tracker', '(status: DEPRECATED)')).toEqual([{ name: 'parcel', version: 1 }]);
    expect(await names('tracker', '(domain: "facilities", tier: DOMAIN)')).toEqual([
      { name: 'depot', version: 1 },
    ]);
  });

  it('knows no contract that the caller may not use, like one that does not exist', async () => {
    const { data, codes } = await runner.run(
      parcelProfile('analyst'),
      `{ old: contract(name: "parcel", version: 1) { name } other: contract(name: "depot") { name }
         none: contract(name: "nothing") { name } new: contract(name: "parcel") { versions { version } supersedes { version } } }`,
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({
      old: null,
      other: null,
      none: null,
      new: { versions: [{ version: 2 }], supersedes: null },
    });
  });
});
