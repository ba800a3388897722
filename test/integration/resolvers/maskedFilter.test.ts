import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParcelDatabase, insertParcels } from '../../support/parcelDatabase.ts';
import { parcelAccess, parcelContract, parcelProfile, parcelsProject } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';
import { refreshMaskedValues } from '../../../src/pipeline/materialize/refreshMaskedValues.ts';
import { maskValue } from '../../../src/policy/masks/maskValue.ts';
import { maskKeys } from '../../support/policyModel.ts';

let test: TestDatabase;
let runner: OperationRunner;

const receivers = [
  ['p1', 'r-1'],
  ['p2', 'r-2'],
  ['p3', 'r-1'],
  ['p4', null],
] as const;

function token(parcelId: string, receiver: string | null): string {
  const field = parcelAccess('analyst', 'parcel@2').fields.get('receiverId');
  if (field === undefined) throw new Error('no receiverId');
  const context = {
    keys: maskKeys,
    purpose: 'ANALYTICS',
    contractId: 'parcel@2',
    rowKey: JSON.stringify([parcelId]),
  };
  return String(maskValue(field, receiver, context));
}

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(
    test.database,
    receivers.map(([parcel_id, receiver_id]) => ({ parcel_id, receiver_id })),
  );
  await test.database.transaction((transaction) =>
    refreshMaskedValues(transaction, parcelContract('parcel@2'), maskKeys),
  );
  runner = createOperationRunner({ project: parcelsProject, database: test.database });
});

afterAll(() => test.drop());

async function find(where: unknown): Promise<unknown> {
  const { data, messages } = await runner.run(
    parcelProfile('analyst'),
    'query ($where: ParcelV2Where) { parcelV2List(where: $where) { totalCount nodes { parcelId receiverId } } }',
    { where },
  );
  expect(messages).toEqual([]);
  return data?.['parcelV2List'];
}

describe('a filter on a masked field', () => {
  it('finds the rows that show the same masked value', async () => {
    expect(await find({ receiverId: { eq: token('p1', 'r-1') } })).toEqual({
      totalCount: 2,
      nodes: [
        { parcelId: 'p1', receiverId: token('p1', 'r-1') },
        { parcelId: 'p3', receiverId: token('p3', 'r-1') },
      ],
    });
    expect(await find({ not: { receiverId: { in: [token('p1', 'r-1')] } } })).toMatchObject({
      totalCount: 2,
    });
  });

  it('is no oracle for raw values: they match nothing (attacks 14, 17)', async () => {
    expect(await find({ receiverId: { in: ['r-1', 'r-2'] } })).toEqual({ totalCount: 0, nodes: [] });
  });

  it('treats a row without a value like any other (attack 30)', async () => {
    expect(await find({ receiverId: { eq: token('p4', null) } })).toMatchObject({ totalCount: 1 });
  });

  it.each([
    '{ parcelV2List(where: { receiverId: { ne: "a" } }) { totalCount } }',
    '{ parcelV2List(where: { receiverId: { isNull: true } }) { totalCount } }',
    '{ parcelV2List(where: { receiverEmail: { eq: "a" } }) { totalCount } }',
    '{ parcelV2List(where: { insuredSum: { gt: "100" } }) { totalCount } }',
    '{ parcelV2List(orderBy: [{ insuredSum: ASC }]) { totalCount } }',
    '{ parcelV2(parcelId: "p1") { suspicion } }',
  ])('is not in the schema beyond eq and in: %s', async (source) => {
    const { data, codes } = await runner.run(parcelProfile('analyst'), source);
    expect(data).toBeNull();
    expect(codes).toEqual(['GRAPHQL']);
  });
});
