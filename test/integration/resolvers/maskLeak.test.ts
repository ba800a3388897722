import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';

let test: TestDatabase;
let runner: OperationRunner;

/** Values that no mask lets through, each findable in an answer by itself. */
const raw = {
  receiver_id: 'raw-receiver',
  account_number: 'raw-account',
  receiver_email: 'raw-receiver@mail.example',
  receiver_phone: '+46 raw 7788',
  postal_code: 'raw-postal',
  born_on: '1987-09-23',
  ordered_at: '2026-03-17T08:41:07.123Z',
  insured_sum: '1234.56',
  drop_note: 'raw-note',
  driver_remark: 'raw-remark',
  suspicion: 987_654_321,
  stops: [{ at: '2026-03-01T10:20:30Z', cost: 1, ticks: 2, clerk: 'raw-clerk' }],
  sender: { tradeName: 'Shop', invoiceEmail: 'raw-bill@shop.example' },
} as const;

const secrets =
  /raw-receiver|raw-account|raw 7788|raw-postal|1987-09|03-17|08:41|1234|raw-note|raw-remark|987654321|raw-clerk|raw-bill/;

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(test.database, [
    { parcel_id: 'p1', label: 'first', ...raw },
    { parcel_id: 'p2', label: 'second', ...raw },
  ]);
  await insertRows(test.database, 'intake.parcels', [{ parcel_id: 'p1', clerk: 'raw-clerk', price: '1' }]);
  runner = createOperationRunner({ project: parcelsProject, database: test.database });
});

afterAll(() => test.drop());

const fields = [
  'receiverId',
  'accountNumber',
  'receiverEmail',
  'receiverPhone',
  'postalCode',
  'bornOn',
  'orderedAt',
  'insuredSum',
  'dropNote',
  'driverRemark',
  'label',
  'stops { clerk cost }',
  'sender { invoiceEmail }',
  '_meta { settlement exceptions { kind } lineage { identity events { eventType } } }',
] as const;

/** A selection with fields under other names, in fragments and twice (attacks 18, 19). */
const selection = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...fields), fc.constantFrom('plain', 'alias', 'inline', 'named')), {
    minLength: 1,
    selector: ([field, form]) => `${field} ${form}`,
  })
  .map((parts) => {
    const fragments: string[] = [];
    const lines = parts.map(([field, form], index) => {
      if (form === 'alias') return `a${index}: ${field}`;
      if (form === 'inline') return `... on ParcelV2 { i${index}: ${field} }`;
      if (form === 'plain') return field;
      fragments.push(`fragment F${index} on ParcelV2 { n${index}: ${field} }`);
      return `...F${index}`;
    });
    return { body: lines.join(' '), fragments: fragments.join(' ') };
  });

const root = fc.constantFrom(
  (body: string) => `{ parcelV2(parcelId: "p1") { ${body} } other: parcelV2(parcelId: "p2") { ${body} } }`,
  (body: string) => `{ parcelV2List { nodes { ${body} } edges { cursor node { ${body} } } } }`,
  (body: string) =>
    `{ _entities(representations: [{ __typename: "ParcelV2", parcelId: "p1" }]) { ... on ParcelV2 { ${body} } } }`,
);

describe('I5', () => {
  it('no value leaves unmasked, by whichever way it is read', async () => {
    await fc.assert(
      fc.asyncProperty(root, selection, async (wrap, { body, fragments }) => {
        const { data, messages, ending } = await runner.run(
          parcelProfile('analyst'),
          `${wrap(body)} ${fragments}`,
        );
        expect(messages).toEqual([]);
        expect(JSON.stringify([data, ending])).not.toMatch(secrets);
      }),
      { numRuns: 100 },
    );
  });

  it('the same operations show the values to who may see them', async () => {
    const { data } = await runner.run(
      parcelProfile('tracker'),
      `{ parcelV2(parcelId: "p1") { ${fields.slice(0, -1).join(' ')} } }`,
    );
    for (const value of ['raw-receiver', 'raw-account', '1987-09-23', '1234.56', 'raw-clerk', 'raw-bill']) {
      expect(JSON.stringify(data)).toContain(value);
    }
  });

  it('no raw value is left in the audit', async () => {
    const rows = await test.database.query({ text: 'select * from audit.access' });
    expect(rows.length).toBeGreaterThan(0);
    expect(
      JSON.stringify(rows.map(({ fields: read, consumer, operation }) => [read, consumer, operation])),
    ).not.toMatch(secrets);
  });
});
