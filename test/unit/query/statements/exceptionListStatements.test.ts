import { describe, expect, it } from '@jest/globals';
import { exceptionPaths, type ExceptionPath } from '../../../../src/query/selection/exceptionPaths.ts';
import { concernedRowsStatement } from '../../../../src/query/statements/concernedRowsStatement.ts';
import {
  toldExceptionCountStatement,
  toldExceptionsStatement,
} from '../../../../src/query/statements/toldExceptionsStatement.ts';
import {
  withheldExceptionCountStatement,
  withheldExceptionsStatement,
} from '../../../../src/query/statements/withheldExceptionsStatement.ts';
import { parcelProfile, parcelsProject } from '../../../support/parcels.ts';

function pathOf(name: 'tracker' | 'analyst'): ExceptionPath {
  const path = exceptionPaths(parcelProfile(name), parcelsProject).find(
    ({ access }) => access.contract.id === 'parcel@2',
  );
  if (path === undefined) throw new Error('no path');
  return path;
}

const page = { range: {}, from: 'START', most: 3 } as const;

describe('the exceptions that a caller is told of', () => {
  it('are read in their order from an index, those that reach a row which the caller may see', () => {
    expect(toldExceptionsStatement([pathOf('tracker')], {}, page)).toEqual({
      text: 'select e."id", e."reconciliation", e."kind", e."owner", e."severity", e."opened_at", e."due_at", e."resolved_at", array[e."opened_at"::text, e."id"::text] as "_position", f."paths" from (select e."id", array_agg(e."path") as "paths" from ((select 0 as "path", e."id", e."opened_at" from "reconciliation"."exception" e where e."reconciliation" = $1 and e."kind" = any($2) and exists (select from "reconciliation"."exception_reach" r, (select "parcel_id", "parcel_id"::text as "_by" from "contract"."parcel_v2" where true) t where r."reconciliation" = $3 and r."column" = $4 and r."value" = t."_by" and r."exception_id" = e."id") and true order by e."opened_at", e."id" limit $5)) e group by e."opened_at", e."id" order by e."opened_at", e."id" limit $6) f join "reconciliation"."exception" e using ("id") order by e."opened_at", e."id"',
      values: ['parcel_check', ['WEIGHT_DIFFERS'], 'parcel_check', 'parcel_id', 3, 3],
    });
  });

  it('are those that fit the filter, on one side of a position, of a caller of one region', () => {
    const before = { position: ['2026-06-01 00:00:00.000001+00', 'id'], inclusive: false };
    const filter = { kind: 'WEIGHT_DIFFERS', owner: 'counter', open: true };
    expect(
      toldExceptionsStatement([pathOf('analyst')], filter, { range: { before }, from: 'END', most: 3 }),
    ).toEqual({
      text: `select e."id", e."reconciliation", e."kind", e."owner", e."severity", e."opened_at", e."due_at", e."resolved_at", array[e."opened_at"::text, e."id"::text] as "_position", f."paths" from (select e."id", array_agg(e."path") as "paths" from ((select 0 as "path", e."id", e."opened_at" from "reconciliation"."exception" e where e."reconciliation" = $1 and e."kind" = $2 and e."owner" = $3 and e."resolved_at" is null and exists (select from "reconciliation"."exception_reach" r, (select "parcel_id", "parcel_id"::text as "_by" from "contract"."parcel_v2" where "region" = any($4)) t where r."reconciliation" = $5 and r."column" = $6 and r."value" = t."_by" and r."exception_id" = e."id") and not (exists (select from "reconciliation"."exception_reach" o where o."exception_id" = e."id" and o."column" in ($7, $8 || ' (not held)')) and not exists (select from "reconciliation"."exception_reach" o where o."exception_id" = e."id" and o."column" = $9 and o."value" = any($10))) and (e."opened_at", e."id") < ($11::timestamptz, $12::uuid) order by e."opened_at" desc, e."id" desc limit $13)) e group by e."opened_at", e."id" order by e."opened_at" desc, e."id" desc limit $14) f join "reconciliation"."exception" e using ("id") order by e."opened_at" desc, e."id" desc`,
      values: [
        'parcel_check',
        'WEIGHT_DIFFERS',
        'counter',
        ['NORTH'],
        'parcel_check',
        'parcel_id',
        'region',
        'region',
        'region',
        ['NORTH'],
        '2026-06-01 00:00:00.000001+00',
        'id',
        3,
        3,
      ],
    });
  });

  it('tell neither subject nor detail (attack 24)', () => {
    const path = pathOf('analyst');
    for (const { text } of [
      toldExceptionsStatement([path], {}, page),
      toldExceptionCountStatement([path], {}),
      withheldExceptionsStatement([path], page),
      withheldExceptionCountStatement([path]),
      concernedRowsStatement(path, ['id'], 3),
    ]) {
      expect(text).not.toMatch(/detail|subject/);
    }
  });
});

describe('the rows at which exceptions are withheld', () => {
  it('are found before they are ordered, and nothing is read of the exceptions', () => {
    expect(withheldExceptionsStatement([pathOf('tracker')], page)).toEqual({
      text: 'with t as materialized (select distinct p.* from (select "t"."parcel_id" from "reconciliation"."exception" e, "reconciliation"."exception_reach" r, (select "parcel_id", "parcel_id"::text as "_by" from "contract"."parcel_v2" where true) t where r."reconciliation" = $1 and r."column" = $2 and r."value" = t."_by" and r."exception_id" = e."id" and e."resolved_at" is null and e."reconciliation" = $3 and not (e."kind" = any($4)) and true) p) select "t"."parcel_id", array["t"."parcel_id"::text] as "_position" from t order by "t"."parcel_id" limit $5',
      values: ['parcel_check', 'parcel_id', 'parcel_check', ['WEIGHT_DIFFERS'], 3],
    });
  });
});

describe('the rows that exceptions concern', () => {
  it('are read for all exceptions at once', () => {
    expect(concernedRowsStatement(pathOf('tracker'), ['a', 'b'], 10)).toEqual({
      text: 'select e."id" as "_exception", "t"."parcel_id" from "reconciliation"."exception" e, "reconciliation"."exception_reach" r, (select "parcel_id", "parcel_id"::text as "_by" from "contract"."parcel_v2" where true) t where e."id" = any($1::uuid[]) and r."reconciliation" = $2 and r."column" = $3 and r."value" = t."_by" and r."exception_id" = e."id" and true order by "t"."parcel_id" limit $4',
      values: [['a', 'b'], 'parcel_check', 'parcel_id', 10],
    });
  });
});
