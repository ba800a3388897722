import { describe, expect, it } from '@jest/globals';
import { byKeyStatement } from '../../../../src/query/statements/byKeyStatement.ts';
import { parcelAccess } from '../../../support/parcels.ts';

const columns = { values: new Set(['parcel_id', 'duty']), texts: new Set(['stops']) };

describe('reading by key', () => {
  it('takes any number of keys in one parameter', () => {
    expect(byKeyStatement(parcelAccess('tracker', 'parcel@2'), [['1'], ['2']], columns)).toEqual({
      text: 'select "duty", "parcel_id", "stops"::text as "stops::text" from "contract"."parcel_v2" where "parcel_id" = any($1) and true',
      values: [['1', '2']],
    });
  });

  it("sees only rows of the caller's regions", () => {
    expect(byKeyStatement(parcelAccess('analyst', 'parcel@2'), [['1']], columns)).toEqual({
      text: 'select "duty", "parcel_id", "stops"::text as "stops::text" from "contract"."parcel_v2" where "parcel_id" = any($1) and "region" = any($2)',
      values: [['1'], ['NORTH']],
    });
  });

  it("reads keys of several fields, and only the caller's own rows", () => {
    const scan = parcelAccess('carrier', 'scan@1');
    const key = { values: new Set(['parcel_id', 'scan_number']), texts: new Set<string>() };
    expect(
      byKeyStatement(
        scan,
        [
          ['1', 1],
          ['1', 2],
        ],
        key,
      ),
    ).toEqual({
      text: 'select "parcel_id", "scan_number" from "contract"."scan_v1" where ("parcel_id", "scan_number") in (select * from unnest($1::text[], $2::integer[])) and "carrier" = $3',
      values: [['1', '1'], [1, 2], 'one'],
    });
  });

  it('reads an existing table where it is', () => {
    const depot = parcelAccess('tracker', 'depot@1');
    const key = { values: new Set(['depot_id']), texts: new Set<string>() };
    expect(byKeyStatement(depot, [['x"; drop table y --']], key)).toEqual({
      text: 'select "depot_id" from "facility"."depots" where "depot_id" = any($1) and true',
      values: [['x"; drop table y --']],
    });
  });

  it('asks for numbers of all the field’s width, whatever the column’s is', () => {
    const depot = parcelAccess('tracker', 'depot@1');
    const number = parcelAccess('carrier', 'scan@1').contract.key.filter(({ name }) => name === 'scanNumber');
    const access = { ...depot, contract: { ...depot.contract, key: number } };
    const key = { values: new Set(['scan_number']), texts: new Set<string>() };
    expect(byKeyStatement(access, [[100_000]], key).text).toBe(
      'select "scan_number" from "facility"."depots" where "scan_number" = any($1::integer[]) and true',
    );
  });
});
