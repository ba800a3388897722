import { Malformed } from '../reading/Malformed.ts';
import { has, isStorable, member, textOf } from '../reading/json.ts';
import { readDecimal, readInteger, readOrdinal } from '../reading/numbers.ts';
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
  const invoice = emptyToUndefined(textOf(member(row, names.invoice)));
  const stockCode = textOf(member(row, 'StockCode'));
  if (invoice === undefined || stockCode === undefined) throw new Malformed('no invoice or stock code');
  return {
    layout,
    lineId: readOrdinal(member(row, 'line_id')),
    invoice,
    stockCode,
    description: emptyToUndefined(textOf(member(row, 'Description'))),
    quantity: readInteger(member(row, 'Quantity')),
    price: readDecimal(member(row, names.price)),
    customer: emptyToUndefined(textOf(member(row, names.customer))),
    writtenAt: readEitherForm(member(row, 'InvoiceDate'), london),
    country: emptyToUndefined(textOf(member(row, 'Country'))),
  };
}
