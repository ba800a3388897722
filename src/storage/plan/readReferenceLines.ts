import { CsvError, parse } from 'csv-parse/sync';
import { csvProblem } from '../../contract/declarations/csvProblem.ts';
import type { SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';

/** A line of a reference file, its values in the order of the table's columns. */
export interface ReferenceLine {
  readonly file: string;
  /** From 1; of a record over several lines, the last. */
  readonly line: number;
  readonly values: readonly (string | null)[];
}

export type ReferenceLines =
  | { readonly ok: true; readonly lines: readonly ReferenceLine[] }
  | { readonly ok: false; readonly problem: Problem };

/** Reads a file of comma-separated values with a header line that names columns, as RFC 4180 has them. */
export function readReferenceLines({ file, text }: SqlFile, columns: readonly string[]): ReferenceLines {
  try {
    const rows: readonly { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
      ...{ bom: true, columns: true, trim: true, skip_empty_lines: true, info: true },
    });
    const lines = rows.map(({ record, info }) => ({
      file,
      line: info.lines,
      // CSV does not tell an empty text from none.
      values: columns.map((column) => (record[column] === '' ? null : (record[column] ?? null))),
    }));
    return { ok: true, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { ok: false, problem: csvProblem(file, text, error) };
  }
}
