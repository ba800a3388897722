import { CsvError, parse } from 'csv-parse/sync';
import type { Problem } from '../../../errors/Problem.ts';
import { csvProblem } from '../../declarations/csvProblem.ts';

export type Header =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

/** The names in the first line of a file of comma-separated values. */
export function readHeader(file: string, text: string): Header {
  try {
    const [names = []] = parse(text, { to: 1, bom: true, trim: true, skip_empty_lines: true });
    return { ok: true, names };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { ok: false, problem: csvProblem(file, text, error) };
  }
}
