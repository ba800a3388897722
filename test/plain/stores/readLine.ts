import { idOf, shortTextOf } from '../reading/bounds.ts';
import { Malformed } from '../reading/Malformed.ts';
import { has, isStorable, member } from '../reading/json.ts';
import { readInteger, readOrdinal, readTrimmedDecimal } from '../reading/numbers.ts';
import { london, readEitherForm } from '../reading/times.ts';
import type { Line } from './Line.ts';

const columns = {
  FIRST: { invoice: 'Invoice', price: 'Price', customer: 'Customer ID' },
  SECOND: { invoice: 'InvoiceNo', price: 'UnitPrice', customer: 'CustomerID' },
} as const;

function layoutOf(row: unknown): 'FIRST' | 'SECOND' {
  const isFirst = has(row, 'Invoice') && has(row, 'Price');
  const isSecond = has(row, 'InvoiceNo') && has(row, 'UnitPrice');
  if (isFirst && !['InvoiceNo', 'UnitPrice', 'CustomerID'].some((name) => has(row, name))) return 'FIRST';
  if (isSecond && !['Invoice', 'Price', 'Customer ID'].some((name) => has(row, name))) return 'SECOND';
  throw new Malformed("neither or both layouts' columns");
}

function emptyToUndefined(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** The line of a Debezium envelope; throws Malformed. */
export function readLine(value: unknown): Line {
  if (!isStorable(value)) throw new Malformed('text that cannot be stored');
  const op = member(value, 'op');
  if (op !== 'c' && op !== 'r') throw new Malformed('neither created nor read');
  const row = member(value, 'after');
  const layout = layoutOf(row);
  const names = columns[layout];
  const invoice = emptyToUndefined(idOf(member(row, names.invoice)));
  const stockCode = shortTextOf(member(row, 'StockCode'));
  if (invoice === undefined || stockCode === undefined) throw new Malformed('no invoice or stock code');
  return {
    layout,
    lineId: readOrdinal(member(row, 'line_id')),
    invoice,
    stockCode,
    description: emptyToUndefined(shortTextOf(member(row, 'Description'))),
    quantity: readInteger(member(row, 'Quantity')),
    price: readTrimmedDecimal(member(row, names.price)),
    customer: emptyToUndefined(idOf(member(row, names.customer))),
    writtenAt: readEitherForm(member(row, 'InvoiceDate'), london),
    country: emptyToUndefined(shortTextOf(member(row, 'Country'))),
  };
}
