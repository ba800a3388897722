import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { member, textOf } from '../reading/json.ts';

export interface Market {
  /** ISO 3166-1 code; undefined where there is none. */
  readonly market: string | undefined;
  readonly region: string;
}

/** Markets by the ERP's country names, from a CSV file with the columns source_country, market and region. */
export async function readMarkets(path: string): Promise<ReadonlyMap<string, Market>> {
  const rows: readonly unknown[] = parse(await readFile(path, 'utf8'), { columns: true });
  return new Map(
    rows.map((row) => {
      const market = textOf(member(row, 'market'));
      return [
        textOf(member(row, 'source_country')) ?? '',
        { market: market === '' ? undefined : market, region: textOf(member(row, 'region')) ?? '' },
      ];
    }),
  );
}
