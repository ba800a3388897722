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
    { parcel_id: 'p1', depot_id: 'd1' },
    { parcel_id: 'p2', depot_id: 'd1' },
    { parcel_id: 's1', region: 'SOUTH', label: 'southern', depot_id: 'd2' },
  ]);
  await insertRows(test.database, 'contract.scan_v1', [
    { parcel_id: 's1', scan_number: 1, carrier: 'one', place: 'gate' },
    { parcel_id: 's1', scan_number: 2, carrier: 'two', place: 'ramp' },
    { parcel_id: 'p1', scan_number: 1, carrier: 'one', place: null },
  ]);
  await insertRows(test.database, 'facility.depots', [
    { depot_id: 'd1', town: 'Uppsala', loaded_at: '2026-06-30T11:00:00Z' },
    { depot_id: 'd2', town: 'Malmö', loaded_at: '2026-06-30T11:30:00Z' },
  ]);
  runner = createOperationRunner({
    project: parcelsProject,
    database: test.connect({ onStatement: log.onStatement }),
  });
});

afterAll(() => test.drop());

describe('links', () => {
  it('of a list are one statement', async () => {
    log.takeReads();
    const { data, codes } = await runner.run(
      parcelProfile('tracker'),
      '{ parcelV2List { nodes { parcelId depot { town } } } }',
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({
      parcelV2List: {
        nodes: [
          { parcelId: 'p1', depot: { town: 'Uppsala' } },
          { parcelId: 'p2', depot: { town: 'Uppsala' } },
          { parcelId: 's1', depot: { town: 'Malmö' } },
        ],
      },
    });
    expect(log.takeReads()).toHaveLength(2);
  });

  it('show of the target what the caller may see of it: its regions', async () => {
    const { data } = await runner.run(
      parcelProfile('carrier'),
      '{ scanV1List { nodes { parcelId parcel { label region } } } }',
    );
    expect(data).toEqual({
      scanV1List: {
        nodes: [
          { parcelId: 'p1', parcel: null },
          { parcelId: 's1', parcel: { label: 'southern', region: 'SOUTH' } },
        ],
      },
    });
  });
});
