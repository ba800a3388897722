import { describe, expect, it } from '@jest/globals';
import { parseOrderBy } from '../../../../src/query/order/parseOrderBy.ts';
import { listStatement, type ListRequest } from '../../../../src/query/statements/listStatement.ts';
import { parseWhere } from '../../../../src/query/where/parseWhere.ts';
import { parcelAccess } from '../../../support/parcels.ts';

const access = parcelAccess('analyst', 'parcel@2');
const nothing = { totalCount: false, atOrBeforeAfter: false, atOrAfterBefore: false };

function statement(more: Partial<ListRequest> = {}): { text: string; values: readonly unknown[] } {
  return listStatement({
    access,
    purpose: 'ANALYTICS',
    condition: parseWhere(undefined, access),
    ordering: parseOrderBy([{ duty: 'DESC' }], access),
    page: { from: 'START', size: 2 },
    columns: { values: new Set(['parcel_id']), texts: new Set() },
    cursors: false,
    summary: nothing,
    ...more,
  });
}

describe('reading a list', () => {
  it('reads one row more than the page, and only what the caller may see', () => {
    expect(statement()).toEqual({
      text: 'select "parcel_id" from "contract"."parcel_v2" where "region" = any($1) order by "duty" desc, "parcel_id" desc limit $2',
      values: [['NORTH'], 3],
    });
  });

  it('adds the filter, both bounds and the place of each row', () => {
    expect(
      statement({
        condition: parseWhere({ or: [{ label: { eq: 'a' } }, { label: { eq: 'b' } }] }, access),
        page: { from: 'START', size: 2, after: ['9', 'p9'], before: ['1', 'p1'] },
        cursors: true,
      }),
    ).toEqual({
      text: 'select "parcel_id", array["duty"::text, "parcel_id"::text] as "_cursor" from "contract"."parcel_v2" where "region" = any($1) and (("label" = $2) or ("label" = $3)) and ("duty", "parcel_id") < ($4, $5) and ((("duty", "parcel_id") > ($6, $7))) order by "duty" desc, "parcel_id" desc limit $8',
      values: [['NORTH'], 'a', 'b', '9', 'p9', '1', 'p1', 3],
    });
  });

  it('reads backwards from the end', () => {
    expect(statement({ page: { from: 'END', size: 2, before: ['1', 'p1'] } })).toEqual({
      text: 'select "parcel_id" from "contract"."parcel_v2" where "region" = any($1) and ("duty", "parcel_id") > ($2, $3) order by "duty", "parcel_id" limit $4',
      values: [['NORTH'], '1', 'p1', 3],
    });
  });

  it('puts a page together of ranges where one range of an index does not hold it', () => {
    expect(
      statement({
        ordering: parseOrderBy([{ label: 'ASC' }], access),
        page: { from: 'START', size: 2, after: ['a', 'p9'] },
      }),
    ).toEqual({
      text: 'select * from ((select "label", "parcel_id" from "contract"."parcel_v2" where "region" = any($1) and ("label", "parcel_id") > ($2, $3) order by "label", "parcel_id" limit $4) union all (select "label", "parcel_id" from "contract"."parcel_v2" where "region" = any($5) and "label" is null order by "label", "parcel_id" limit $6)) as "ranges" order by "label", "parcel_id" limit $7',
      values: [['NORTH'], 'a', 'p9', 3, ['NORTH'], 3, 3],
    });
  });

  it('counts all pages in the same statement, only when asked', () => {
    expect(
      statement({
        page: { from: 'START', size: 2, after: ['9', 'p9'] },
        summary: { totalCount: true, atOrBeforeAfter: true, atOrAfterBefore: true },
      }),
    ).toEqual({
      text: 'select * from (select (select count(*) from "contract"."parcel_v2" where "region" = any($1)) as "_total_count", exists (select from "contract"."parcel_v2" where "region" = any($2) and "duty" = $3 and "parcel_id" = $4) or exists (select from "contract"."parcel_v2" where "region" = any($5) and ("duty", "parcel_id") > ($6, $7)) as "_at_or_before_after") as "summary" left join (select "duty", "parcel_id", true as "_present" from "contract"."parcel_v2" where "region" = any($8) and ("duty", "parcel_id") < ($9, $10) order by "duty" desc, "parcel_id" desc limit $11) as "page" on true order by "page"."duty" desc, "page"."parcel_id" desc',
      values: [['NORTH'], ['NORTH'], '9', 'p9', ['NORTH'], '9', 'p9', ['NORTH'], '9', 'p9', 3],
    });
  });
});
