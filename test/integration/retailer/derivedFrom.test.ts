import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../../../schema/sample/Random.ts';
import type { SampleEvent } from '../../../schema/sample/SampleEvent.ts';
import { generateSample } from '../../../schema/sample/generate.ts';
import type { DerivedFrom } from '../../../src/contract/model.ts';
import { quoteName } from '../../../src/storage/quoteName.ts';
import { createRetailer, type Retailer } from './retailer.ts';

/** A table that is compared between two states, without the columns that say when it was written. */
interface Compared {
  readonly schema: string;
  readonly table: string;
}

const reach: Compared = { schema: 'reconciliation', table: 'exception_reach' };
const exceptions: Compared = { schema: 'reconciliation', table: 'exception' };

const bookkeeping = "array['_revision', '_changed_at']";

function copyName({ schema, table }: Compared): string {
  return quoteName('before', `${schema}.${table}`);
}

/** Rows as JSON that are in one of the two states only. */
function changedRows(compared: Compared): string {
  const now = `select to_jsonb(t) - ${bookkeeping} as row from ${quoteName(compared.schema, compared.table)} t`;
  const then = `select to_jsonb(t) - ${bookkeeping} as row from ${copyName(compared)} t`;
  return `((${now} except ${then}) union all (${then} except ${now}))`;
}

function sourceOf(derivedFrom: DerivedFrom): Compared {
  return derivedFrom.kind === 'product'
    ? { schema: derivedFrom.product, table: derivedFrom.table }
    : { schema: 'reconciliation', table: derivedFrom.reconciliation };
}

/** The source's column that has the values of `by`. */
function columnOf(from: DerivedFrom): string {
  return from.kind === 'product' ? (from.column ?? from.by) : from.by;
}

/** Whether a row of `alias` has the value of some changed row of what it is derived from. */
function isReached(derivedFrom: readonly DerivedFrom[], columns: ReadonlySet<string>): string {
  const ways = derivedFrom
    .filter(({ by }) => columns.has(by))
    .map(
      (one) =>
        `row ->> '${one.by}' in (select row ->> '${columnOf(one)}' from ${changedRows(sourceOf(one))} c)`,
    );
  return ways.length === 0 ? 'false' : ways.join(' or ');
}

/** One invoice of a sample is in no known market: it must be among what changes. */
function isUnspecified({ value }: SampleEvent): boolean {
  return JSON.stringify(value).includes('"Country":"Unspecified"');
}

describe("the retailer's @derivedFrom", () => {
  const random = new Random(3);
  const all = [...generateSample({ seed: 21, orders: 250, storeLines: 2_000 })];
  // Whole orders and invoices come later, and single events of others.
  const later = new Set(
    all.filter((event) => random.chance(0.01) || isUnspecified(event)).map(({ key }) => key),
  );
  const some = all.filter(({ key }) => !later.has(key) && random.chance(0.8));
  let retailer: Retailer;

  beforeAll(async () => {
    retailer = await createRetailer();
    const { database, project } = retailer;
    await retailer.ingestEventsAndRebuild(some);
    await database.transaction((transaction) => transaction.script('create schema before'));
    const tables: Compared[] = [
      ...project.products.flatMap(({ tables: own }) =>
        own.map(({ product, table }) => ({ schema: product, table })),
      ),
      ...project.reconciliations.map(({ name }) => ({ schema: 'reconciliation', table: name })),
      ...project.contracts.map(({ serving }) => serving),
      // What has been resolved reaches nothing any more; it did before.
      reach,
      exceptions,
    ];
    for (const compared of tables) {
      const from = quoteName(compared.schema, compared.table);
      await database.execute({ text: `create table ${copyName(compared)} as select * from ${from}` });
    }
    await database.execute({ text: 'delete from raw.event' });
    await database.execute({ text: 'delete from raw.file' });
    await retailer.ingestEventsAndRebuild(all);
  });
  afterAll(() => retailer.close());

  async function countUnreached(
    compared: Compared,
    derivedFrom: readonly DerivedFrom[],
  ): Promise<{ readonly changed: number; readonly unreached: number }> {
    const columns = await retailer.database.query<{ name: string }>({
      text: 'select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2',
      values: [compared.schema, compared.table],
    });
    const reached = isReached(derivedFrom, new Set(columns.map(({ name }) => name)));
    const [count] = await retailer.database.query<{ changed: number; unreached: number }>({
      text: `select count(*)::integer as changed, (count(*) filter (where (${reached}) is not true))::integer as unreached
             from ${changedRows(compared)} as changes`,
    });
    return count ?? { changed: 0, unreached: 0 };
  }

  it('reaches every contract row that a change of product rows changes', async () => {
    for (const { id, serving, derivedFrom } of retailer.project.contracts) {
      const { changed, unreached } = await countUnreached(serving, derivedFrom);
      expect({ id, isChanged: changed > 0, unreached }).toEqual({ id, isChanged: true, unreached: 0 });
    }
  });

  it('reaches every assertion that a change of product rows changes', async () => {
    for (const { name, derivedFrom } of retailer.project.reconciliations) {
      const { changed, unreached } = await countUnreached(
        { schema: 'reconciliation', table: name },
        derivedFrom,
      );
      expect({ name, isChanged: changed > 0, unreached }).toEqual({ name, isChanged: true, unreached: 0 });
    }
  });

  it('reaches every exception that a change of product rows opens or resolves', async () => {
    for (const { name, derivedFrom } of retailer.project.reconciliations) {
      const ways = derivedFrom.map(
        (one) => `exists (
          select from (table reconciliation.exception_reach union all table ${copyName(reach)}) r
          where r.exception_id = e.id and r."column" = '${one.by}'
            and r.value in (select row ->> '${columnOf(one)}' from ${changedRows(sourceOf(one))} c))`,
      );
      const [count] = await retailer.database.query<{ changed: number; unreached: number }>({
        text: `select count(*)::integer as changed, (count(*) filter (where not (${ways.join(' or ')})))::integer as unreached
               from reconciliation.exception e
               where reconciliation = $1 and (resolved_at is not null or id not in (select id from ${copyName(exceptions)}))`,
        values: [name],
      });
      expect({ name, isChanged: (count?.changed ?? 0) > 0, unreached: count?.unreached }).toEqual({
        name,
        isChanged: true,
        unreached: 0,
      });
    }
  });
});
