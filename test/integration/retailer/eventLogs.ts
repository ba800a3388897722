import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readMarkets, type Market } from '../../plain/stores/Markets.ts';

const dataDirectory = join(packageRoot(), '..', 'shared', 'data');

/** The real logs; beside the project, since they may not be part of it. */
export const eventLogs = {
  orders: 'ordering.orders.ndjson.gz',
  payments: 'payments.payments.ndjson.gz',
  shipments: 'shipping.shipments.ndjson.gz',
  storeLines: 'stores.invoice_lines.ndjson.gz',
  storeLinesAfterMigration: 'stores.invoice_lines.drift.ndjson.gz',
} as const;

/** The path of a real log. Throws where it is missing: a comparison that is skipped proves nothing. */
export async function eventLogPath(log: keyof typeof eventLogs): Promise<string> {
  const path = join(dataDirectory, 'events', eventLogs[log]);
  await access(path);
  return path;
}

/** The reference table of markets that came with the logs, not the project's own copy of the same facts. */
export function readGivenMarkets(): Promise<ReadonlyMap<string, Market>> {
  return readMarkets(join(dataDirectory, 'markets.csv'));
}
