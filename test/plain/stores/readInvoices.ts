import { unlessMalformed } from '../reading/Malformed.ts';
import type { SourceEvent } from '../SourceEvent.ts';
import { toDecimalText } from '../toDecimalText.ts';
import type { CountingLine, Invoice, Line } from './Line.ts';
import { readLine } from './readLine.ts';

function invoiceKind(line: Line): 'SALE' | 'CREDIT_NOTE' | undefined {
  if (line.invoice.startsWith('C')) return 'CREDIT_NOTE';
  return /^[0-9]/.test(line.invoice) ? 'SALE' : undefined;
}

function lineKind(line: Line): 'PRODUCT' | 'FREIGHT' | undefined {
  if (/^[0-9]{5}/.test(line.stockCode)) return 'PRODUCT';
  return ['POST', 'DOT', 'C2'].includes(line.stockCode) ? 'FREIGHT' : undefined;
}

function counts(line: Line): boolean {
  const kind = invoiceKind(line);
  if (kind === undefined || lineKind(line) === undefined || line.price.lte(0)) return false;
  // The product whose line it is parks it.
  if (Buffer.byteLength(line.stockCode) > 500) return false;
  return kind === 'SALE' ? line.quantity > 0 : line.quantity < 0;
}

/** What makes two lines of an invoice the same line: all of their content, to the minute. */
function contentOf(line: Line): string {
  return JSON.stringify([
    line.stockCode,
    line.description,
    line.quantity,
    toDecimalText(line.price),
    line.customer,
    Math.floor(line.writtenAt / 60_000),
    line.country,
  ]);
}

/** Of n identical lines in one layout and m in the other, max(n, m) count. A line id delivered twice is one line. */
function countLines(lines: readonly Line[]): readonly CountingLine[] {
  const contents = new Map<string, Line[]>();
  for (const line of lines) {
    const content = contentOf(line);
    contents.set(content, [...(contents.get(content) ?? []), line]);
  }
  return [...contents.values()].flatMap((same) => {
    const [line] = same;
    const kind = line === undefined ? undefined : lineKind(line);
    if (line === undefined || kind === undefined) return [];
    const ids = (layout: Line['layout']): number =>
      new Set(same.filter((one) => one.layout === layout).map((one) => one.lineId)).size;
    const latest = Math.max(...same.map((one) => one.writtenAt));
    return [{ line, kind, times: Math.max(ids('FIRST'), ids('SECOND')), latest }];
  });
}

export interface StoreFacts {
  /** Invoices and credit notes with at least one line that counts. */
  readonly invoices: readonly Invoice[];
  readonly malformed: readonly SourceEvent[];
}

/** All invoices and credit notes of the stores from the events of their topic. */
export function readInvoices(events: Iterable<SourceEvent>): StoreFacts {
  const documents = new Map<string, Line[]>();
  const malformed: SourceEvent[] = [];
  for (const event of events) {
    if (event.topic !== 'stores.invoice_lines') continue;
    const line = unlessMalformed(() => readLine(event.value));
    if (line === undefined) malformed.push(event);
    else if (counts(line)) {
      const lines = documents.get(line.invoice);
      if (lines === undefined) documents.set(line.invoice, [line]);
      else lines.push(line);
    }
  }
  const invoices = [...documents].flatMap(([invoice, lines]): readonly Invoice[] => {
    const [first] = lines;
    const kind = first === undefined ? undefined : invoiceKind(first);
    return kind === undefined ? [] : [{ invoice, kind, lines: countLines(lines) }];
  });
  return { invoices, malformed };
}
