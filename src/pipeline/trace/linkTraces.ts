import type { Span } from '@opentelemetry/api';
import type { Transaction } from '../../storage/Database.ts';
import { mostLinks, traceLinks } from './traceLinks.ts';

const newestText = `
  select traceparent from traced group by traceparent order by max(place) desc limit ${mostLinks}`;

/** Links a batch's span to the traces of its events, the newest ones; `traced` must be there. */
export async function linkTraces(transaction: Transaction, span: Span): Promise<void> {
  const rows = await transaction.query<{ traceparent: string }>({ text: newestText });
  span.addLinks(traceLinks(rows.map(({ traceparent }) => traceparent)));
}
