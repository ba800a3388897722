import type { CsvError } from 'csv-parse/sync';
import type { Problem } from '../../errors/Problem.ts';
import { placeAt } from './placeOf.ts';

/** The library's own messages quote values. */
const messages: { readonly [C in CsvError['code']]?: string } = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened here and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'the value that begins here goes on behind its closing quote',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'the value that begins here goes on behind its closing quote',
  INVALID_OPENING_QUOTE: 'the value that begins here has a quote within it and none around it',
};

/** Why a file is no CSV, with the place of the value, or of the line where there are more or fewer values than names. */
export function csvProblem(file: string, text: string, error: CsvError): Problem {
  const message = messages[error.code];
  const shared = {
    rule: 'reference-csv',
    fix: 'Write comma-separated values with a header line, as RFC 4180 has them.',
  };
  if (message !== undefined) {
    return { ...placeOfValue(file, text, error), ...shared, message: `The file is not CSV: ${message}.` };
  }
  const line = numberOf(error, 'lines') || 1;
  const names: unknown = error['columns'];
  const values: unknown = error['record'];
  const counts =
    Array.isArray(names) && Array.isArray(values)
      ? `the header names ${names.length} columns and the line has ${values.length} values`
      : 'the line cannot be read';
  return { file, line, column: 1, ...shared, message: `The file is not CSV: ${counts}.` };
}

/** The parser has come to the end of the value before. */
function placeOfValue(file: string, text: string, error: CsvError) {
  const before = Buffer.from(text).subarray(0, numberOf(error, 'bytes')).toString();
  const offset = before.length;
  return placeAt(file, text, text[offset] === ',' ? offset + 1 : offset);
}

function numberOf(error: CsvError, name: string): number {
  const value: unknown = error[name];
  return typeof value === 'number' ? value : 0;
}
