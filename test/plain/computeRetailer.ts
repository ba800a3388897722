import { customerOrderTimeline } from './contracts/customerOrderTimeline.ts';
import { financeRecognizedSale, toFirstVersion } from './contracts/financeRecognizedSale.ts';
import { fulfillmentOrderReady } from './contracts/fulfillmentOrderReady.ts';
import { marketplacePartnerOrderExport } from './contracts/marketplacePartnerOrderExport.ts';
import type { PlainRow } from './contracts/PlainRow.ts';
import type { PlainException } from './exceptions/PlainException.ts';
import { exceptionsOfOrders } from './exceptions/ofOrders.ts';
import { exceptionsOfStores } from './exceptions/ofStores.ts';
import { readOrders } from './marketplace/readOrders.ts';
import type { SourceEvent } from './SourceEvent.ts';
import type { Market } from './stores/Markets.ts';
import { readInvoices } from './stores/readInvoices.ts';

export interface PlainRetailer {
  /** By contract id, all rows in no particular order. */
  readonly contracts: ReadonlyMap<string, readonly PlainRow[]>;
  readonly exceptions: readonly PlainException[];
  /** Events that can't be understood and change nothing. */
  readonly malformed: readonly SourceEvent[];
}

/**
 * What the retailer's contracts and reconciliations should hold, from the source events, in any order:
 * maps, loops and exact decimals, knowing nothing of the declarations' SQL.
 */
export function computeRetailer(
  events: readonly SourceEvent[],
  markets: ReadonlyMap<string, Market>,
): PlainRetailer {
  const marketplace = readOrders(events);
  const stores = readInvoices(events);
  const sales = financeRecognizedSale(marketplace.orders, stores.invoices, markets);
  return {
    contracts: new Map([
      ['fulfillment_order_ready@1', fulfillmentOrderReady(marketplace.orders)],
      ['finance_recognized_sale@1', sales.map(toFirstVersion)],
      ['finance_recognized_sale@2', sales],
      ['customer_order_timeline@1', customerOrderTimeline(marketplace.orders)],
      ['marketplace_partner_order_export@1', marketplacePartnerOrderExport(marketplace.orders)],
    ]),
    exceptions: [...exceptionsOfOrders(marketplace.orders), ...exceptionsOfStores(stores.invoices, markets)],
    malformed: [...marketplace.malformed, ...stores.malformed],
  };
}
