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
    {
      parcel_id: 'p1',
      label: 'first',
      piece_count: 2,
      weight: 0.1,
      machine_number: '9007199254740993',
      price: '12345678901234567890.10',
      duty: '1.50',
      shipped_on: '2026-02-28',
      delivered_at: '2026-03-01T10:20:30.123Z',
      pickup_window: 'P1DT12H',
      is_express: true,
      progress: 'DELIVERED',
      receiver_id: 'r-77',
      account_number: 'acc-77',
      receiver_email: 'jane@example.com',
      receiver_phone: '+46701234567',
      postal_code: '75321',
      insured_sum: '1234.50',
      drop_note: 'behind the shed',
      driver_remark: 'dog',
      suspicion: 7,
      keywords: ['a', 'b'],
      extras: { nested: [1, { deep: null }] },
      stops: [{ at: '2026-03-01T10:20:30+00:00', cost: 1.1, ticks: '9007199254740993', clerk: 'Ann' }],
      sender: { tradeName: 'Shop', invoiceEmail: 'bill@shop.example' },
      depot_id: 'd1',
      _revision: 3,
    },
    { parcel_id: 'p2', depot_id: 'd1' },
    { parcel_id: 's1', region: 'SOUTH', label: 'southern', depot_id: 'd2' },
  ]);
  await insertRows(test.database, 'contract.scan_v1', [
    { parcel_id: 's1', scan_number: 1, carrier: 'one', place: 'gate' },
    { parcel_id: 's1', scan_number: 2, carrier: 'two', place: 'ramp' },
    { parcel_id: 'p1', scan_number: 1, carrier: 'one', place: null },
  ]);
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({ onStatement: log.onStatement }),
  });
});

afterAll(() => test.drop());

const everything = `{ parcelV2(parcelId: "p1") {
  __typename parcelId region label pieceCount weight machineNumber price duty shippedOn deliveredAt pickupWindow isExpress
  progress receiverId accountNumber receiverEmail receiverPhone postalCode bornOn orderedAt insuredSum dropNote driverRemark
  keywords extras stops { at cost ticks clerk } sender { tradeName invoiceEmail } depotId
} }`;

describe('by key', () => {
  it('gives every type exactly', async () => {
    const { data, codes } = await runner.run(parcelProfile('tracker'), everything);
    expect(codes).toEqual([]);
    expect(data).toEqual({
      parcelV2: {
        __typename: 'ParcelV2',
        parcelId: 'p1',
        region: 'NORTH',
        label: 'first',
        pieceCount: 2,
        weight: 0.1,
        machineNumber: '9007199254740993',
        price: '12345678901234567890.1',
        duty: '1.5',
        shippedOn: '2026-02-28',
        deliveredAt: '2026-03-01T10:20:30.123Z',
        pickupWindow: 'P1DT12H',
        isExpress: true,
        progress: 'DELIVERED',
        receiverId: 'r-77',
        accountNumber: 'acc-77',
        receiverEmail: 'jane@example.com',
        receiverPhone: '+46701234567',
        postalCode: '75321',
        bornOn: '1990-06-15',
        orderedAt: '2026-03-17T08:00:00.000Z',
        insuredSum: '1234.5',
        dropNote: 'behind the shed',
        driverRemark: 'dog',
        keywords: ['a', 'b'],
        extras: { nested: [1, { deep: null }] },
        stops: [{ at: '2026-03-01T10:20:30.000Z', cost: '1.1', ticks: '9007199254740993', clerk: 'Ann' }],
        sender: { tradeName: 'Shop', invoiceEmail: 'bill@shop.example' },
        depotId: 'd1',
      },
    });
  });

  it('masks each field for who may not see it, nested ones too (I5)', async () => {
    const { data, codes } = await runner.run(parcelProfile('analyst'), everything);
    expect(codes).toEqual([]);
    expect(data).toMatchObject({
      parcelV2: {
        price: '12345678901234567890.1',
        receiverId: expect.stringMatching(/^token_/),
        accountNumber: expect.stringMatching(/^hash_/),
        receiverEmail: 'j***@example.com',
        receiverPhone: '****4567',
        postalCode: '7532****',
        bornOn: '1990-01-01',
        orderedAt: '2026-03-01T00:00:00.000Z',
        insuredSum: '1200',
        driverRemark: null,
        stops: [{ clerk: null, cost: '1.1' }],
        sender: { tradeName: 'Shop', invoiceEmail: 'b***@shop.example' },
      },
    });
    expect(JSON.stringify(data)).not.toMatch(/jane|r-77|acc-77|shed|dog|Ann/);
  });

  it('does not even read what a mask does not need', async () => {
    log.takeReads();
    await runner.run(parcelProfile('analyst'), '{ parcelV2(parcelId: "p1") { dropNote driverRemark } }');
    expect(log.takeReads()).toEqual([
      'select "parcel_id" from "contract"."parcel_v2" where "parcel_id" = any($1) and "region" = any($2)',
    ]);
  });

  it('gives null for a row of another region, like for none', async () => {
    const { data, codes } = await runner.run(
      parcelProfile('analyst'),
      '{ other: parcelV2(parcelId: "s1") { parcelId } none: parcelV2(parcelId: "x") { parcelId } }',
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({ other: null, none: null });
  });

  it("gives only rows of the caller's own claim", async () => {
    const source = `{ mine: scanV1(parcelId: "s1", scanNumber: 1) { place } other: scanV1(parcelId: "s1", scanNumber: 2) { place } }`;
    expect((await runner.run(parcelProfile('carrier'), source)).data).toEqual({
      mine: { place: 'gate' },
      other: null,
    });
    expect((await runner.run(parcelProfile('carrier', { carrier: 'two' }), source)).data).toEqual({
      mine: null,
      other: { place: 'ramp' },
    });
  });

  it('is one statement for all aliases, whatever each of them selects', async () => {
    log.takeReads();
    const { data } = await runner.run(
      parcelProfile('tracker'),
      '{ a: parcelV2(parcelId: "p1") { label } b: parcelV2(parcelId: "p2") { price } c: parcelV2(parcelId: "p1") { duty } }',
    );
    expect(data).toEqual({ a: { label: 'first' }, b: { price: null }, c: { duty: '1.5' } });
    expect(log.takeReads()).toHaveLength(1);
  });

  it.each(['p\0', '\ud800'])(
    'refuses a key that Postgres could not hold: %j (attack 51)',
    async (parcelId) => {
      const source = 'query ($parcelId: ID!) { parcelV2(parcelId: $parcelId) { label } }';
      const { codes, data } = await runner.run(parcelProfile('tracker'), source, { parcelId });
      expect(codes).toEqual(['BAD_USER_INPUT']);
      expect(data).toEqual({ parcelV2: null });
    },
  );
});
