import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';
import { StatementLog } from '../../support/statementLog.ts';

let test: TestDatabase;
let runner: OperationRunner;
const log = new StatementLog();

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(test.database, [
    { parcel_id: 'p1', label: 'first', receiver_email: 'jane@example.com' },
    { parcel_id: '7', label: 'seven' },
    { parcel_id: 's1', region: 'SOUTH', label: 'southern' },
  ]);
  await insertRows(test.database, 'contract.scan_v1', [
    { parcel_id: 's1', scan_number: 1, carrier: 'one', place: 'gate' },
    { parcel_id: 's1', scan_number: 2, carrier: 'two', place: 'ramp' },
  ]);
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({ onStatement: log.onStatement }),
  });
});

afterAll(() => test.drop());

const source = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  __typename ... on ParcelV2 { label receiverEmail }
} }`;

describe('_entities', () => {
  it('reads all of a contract in one statement, in their order, with regions and masks (attack 20)', async () => {
    log.takeReads();
    const { data, codes } = await runner.run(parcelProfile('analyst'), source, {
      representations: ['p1', 's1', 'none', 'p1'].map((parcelId) => ({ __typename: 'ParcelV2', parcelId })),
    });
    expect(codes).toEqual([]);
    const first = { __typename: 'ParcelV2', label: 'first', receiverEmail: 'j***@example.com' };
    expect(data).toEqual({ _entities: [first, null, null, first] });
    expect(log.takeReads()).toHaveLength(1);
  });

  it('takes a key as text or as a number, and ignores other fields', async () => {
    const { data } = await runner.run(parcelProfile('tracker'), source, {
      representations: [
        { __typename: 'ParcelV2', parcelId: 7, label: 'forged' },
        { __typename: 'ParcelV2', parcelId: '7' },
      ],
    });
    expect(data).toMatchObject({ _entities: [{ label: 'seven' }, { label: 'seven' }] });
  });

  it('takes keys of several fields, under the row policy', async () => {
    const { data, codes } = await runner.run(
      parcelProfile('carrier'),
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ScanV1 { place } } }`,
      {
        representations: [
          { __typename: 'ScanV1', parcelId: 's1', scanNumber: '1' },
          { __typename: 'ScanV1', parcelId: 's1', scanNumber: 2 },
        ],
      },
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({ _entities: [{ place: 'gate' }, null] });
  });

  it('says the same of a type that is unknown, not covered or no entity, and of a key that is none', async () => {
    const { data, codes, messages } = await runner.run(parcelProfile('analyst'), source, {
      representations: [
        { __typename: 'NoSuchV1', parcelId: 'p1' },
        { __typename: 'ParcelV1', parcelId: 'p1' },
        { __typename: 'ScanV1', parcelId: 's1', scanNumber: 1 },
        { __typename: 'PageInfo' },
        { __typename: 'ParcelV2' },
        { __typename: 'ParcelV2', parcelId: null },
        { __typename: 'ParcelV2', parcelId: ['p1'] },
        { __typename: 'ParcelV2', parcelId: { toString: 'p1' } },
        { __typename: 'constructor', parcelId: 'p1' },
        { parcelId: 'p1' },
        'ParcelV2',
        7,
        [],
        JSON.parse('{"__proto__": {"__typename": "ParcelV2", "parcelId": "p1"}}'),
      ],
    });
    expect(data).toEqual({ _entities: Array(14).fill(null) });
    expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
    expect(new Set(messages).size).toBe(1);
  });

  it('takes at most 500 representations', async () => {
    const { codes } = await runner.run(parcelProfile('tracker'), source, {
      representations: Array.from({ length: 501 }, () => ({ __typename: 'ParcelV2', parcelId: 'p1' })),
    });
    expect(codes).toEqual(['LIMIT_EXCEEDED']);
  });
});
