import { describe, expect, it } from '@jest/globals';
import { AccessLog } from '../../../../resolvers/context/AccessLog.ts';
import { deprecationHeaders } from '../../../../resolvers/context/deprecationHeaders.ts';
import { parcelAccess } from '../../../support/parcels.ts';

const parcel = parcelAccess('tracker', 'parcel@2');
const old = parcelAccess('tracker', 'parcel@1');
const depot = parcelAccess('tracker', 'depot@1');

describe('what a request read', () => {
  it('is gathered by contract and way', () => {
    const log = new AccessLog();
    log.record(parcel, 'parcelV2', ['label', 'price'], 1);
    log.record(parcel, 'parcelV2', ['price', 'duty'], 0);
    log.record(parcel, 'parcelV2List', ['label'], 7);
    expect(
      log.entries().map(({ operation, paths, rowCount }) => ({ operation, paths: [...paths], rowCount })),
    ).toEqual([
      { operation: 'parcelV2', paths: ['label', 'price', 'duty'], rowCount: 1 },
      { operation: 'parcelV2List', paths: ['label'], rowCount: 7 },
    ]);
  });

  it('names each contract once, ordered by id', () => {
    const log = new AccessLog();
    log.record(parcel, 'parcelV2', [], 1);
    log.record(old, 'parcelV1', [], 1);
    log.record(depot, 'ParcelV2.depot', [], 1);
    log.record(parcel, 'parcelV2List', [], 1);
    expect(log.contracts().map(({ contract }) => contract.id)).toEqual(['depot@1', 'parcel@1', 'parcel@2']);
  });
});

describe('headers of deprecated contracts', () => {
  it('are absent when none was touched', () => {
    const accesses = new AccessLog();
    accesses.record(parcel, 'parcelV2', [], 1);
    expect(deprecationHeaders({ accesses })).toEqual(new Map());
  });

  it('hold the earliest dates of those that were', () => {
    const accesses = new AccessLog();
    const later = { deprecatedOn: '2026-03-01', on: '2097-01-01' };
    accesses.record(old, 'parcelV1', [], 1);
    accesses.record({ ...depot, contract: { ...depot.contract, sunset: later } }, 'depotV1', [], 1);
    expect(Object.fromEntries(deprecationHeaders({ accesses }))).toEqual({
      Deprecation: '@1769817600',
      Sunset: 'Tue, 01 Jan 2097 23:59:59 GMT',
    });
  });
});
