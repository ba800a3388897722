import type { SampleEvent } from '../SampleEvent.ts';
import { formatAfterMigration, formatSeconds } from '../wallClock.ts';
import type { StoreLine } from './StoreLine.ts';

/** Debezium's envelope around a created row of the ERP's table. */
function created(line: StoreLine, row: Readonly<Record<string, unknown>>): SampleEvent {
  return {
    topic: 'stores.invoice_lines',
    key: line.invoice,
    timestamp: line.writtenAt,
    value: {
      before: null,
      after: row,
      op: 'c',
      ts_ms: line.writtenAt,
      source: { connector: 'postgresql', db: 'erp', schema: 'public', table: 'invoice_lines' },
    },
  };
}

/** The line in the ERP's columns before its migration. */
export function writeFirstLayout(line: StoreLine, lineId: number): SampleEvent {
  return created(line, {
    line_id: lineId,
    Invoice: line.invoice,
    StockCode: line.stockCode,
    Description: line.description,
    Quantity: String(line.quantity),
    InvoiceDate: formatSeconds(line.writtenAt),
    Price: line.price,
    'Customer ID': line.customer,
    Country: line.country,
  });
}

/** The line in the ERP's columns after its migration. */
export function writeSecondLayout(line: StoreLine, lineId: number): SampleEvent {
  return created(line, {
    line_id: lineId,
    InvoiceNo: line.invoice,
    StockCode: line.stockCode,
    Description: line.description,
    Quantity: String(line.quantity),
    InvoiceDate: formatAfterMigration(line.writtenAt),
    UnitPrice: line.price,
    CustomerID: line.customer,
    Country: line.country,
  });
}
