import { describe, expect, it } from '@jest/globals';
import { lineagePaths } from '../../../../src/query/selection/lineagePaths.ts';
import { auditStatement } from '../../../../src/query/statements/auditStatement.ts';
import { exceptionsStatement } from '../../../../src/query/statements/exceptionsStatement.ts';
import { lineageStatement } from '../../../../src/query/statements/lineageStatement.ts';
import { parcelContract, parcelsProject } from '../../../support/parcels.ts';

describe('exceptions', () => {
  it('are read for all rows at once, without subject and detail (attack 24)', () => {
    const statement = exceptionsStatement(
      [
        { reconciliation: 'parcel_check', column: 'parcel_id', value: '1', within: [], told: [] },
        {
          reconciliation: 'parcel_check',
          column: 'parcel_id',
          value: '2',
          within: [{ column: 'clerk', values: ['c'] }],
          told: ['WEIGHT_DIFFERS'],
        },
      ],
      10,
    );
    expect(statement.values).toEqual([
      ['parcel_check', 'parcel_check'],
      ['parcel_id', 'parcel_id'],
      ['1', '2'],
      ['[]', '[{"column":"clerk","values":["c"]}]'],
      ['[]', '["WEIGHT_DIFFERS"]'],
      11,
    ]);
    expect(statement.text).toContain('e."resolved_at" is null');
    expect(statement.text).not.toMatch(/detail|subject/);
  });
});

describe('lineage', () => {
  const [path, ...others] = lineagePaths(parcelContract('parcel@2'), parcelsProject);

  it('follows a product that the contract names, not again through its reconciliation', () => {
    expect(path).toMatchObject({ from: 'parcel_id', by: 'parcel_id', table: { table: 'parcels' } });
    expect(path).not.toHaveProperty('via');
    expect(others).toEqual([]);
  });

  it('follows a reconciliation to products that the contract does not name', () => {
    const contract = parcelContract('parcel@2');
    const derivedFrom = contract.derivedFrom.filter(({ kind }) => kind === 'reconciliation');
    expect(lineagePaths({ ...contract, derivedFrom }, parcelsProject)).toMatchObject([
      { from: 'parcel_id', by: 'parcel_id', via: 'parcel_check', table: { table: 'parcels' } },
    ]);
  });

  it('of an existing table is none', () => {
    expect(lineagePaths(parcelContract('depot@1'), parcelsProject)).toEqual([]);
  });

  it("reads of a payload only the event's type, where its topic has it", () => {
    if (path === undefined) throw new Error('no path');
    expect(lineageStatement(path, ['1'], 10)).toEqual({
      text: 'select p."parcel_id"::text as "_from", p."parcel_id" as "_key_0", p."clerk" as "_key_1", l."source", l."partition", l."offset", case l."source" when $1 then e."payload" #>> $2 when $3 then e."payload" #>> $4 end as "event_type", e."event_time" as "event_time", e."received_at" from "intake"."parcels" p left join "intake"."parcels__event" l on l."parcel_id" = p."parcel_id" and l."clerk" = p."clerk" left join "raw"."event" e on e."source" = l."source" and e."partition" = l."partition" and e."offset" = l."offset" where p."parcel_id" = any($5) order by p."parcel_id", p."clerk", e."event_time", l."source", l."partition", l."offset" limit $6',
      values: ['counter.parcels', ['meta', 'type'], 'counter.corrections', ['eventType'], ['1'], 10],
    });
  });
});

describe('the audit', () => {
  it('is written in one statement with one parameter', () => {
    const statement = auditStatement([
      {
        consumer: 'analyst',
        purpose: 'ANALYTICS',
        regions: ['NORTH'],
        contract: 'parcel@2',
        fields: [{ field: 'price', classification: 'CONFIDENTIAL', decision: 'CLEAR' }],
        rowCount: 2,
        operation: 'parcelV2List',
        traceId: 't',
      },
    ]);
    expect(statement.values).toHaveLength(1);
    expect(statement.text).toMatch(/^insert into "audit"\."access" .*\(\$1::jsonb\)/);
  });
});
