import { countryOf } from '../stores/invoiceFacts.ts';
import type { Invoice } from '../stores/Line.ts';
import type { Market } from '../stores/Markets.ts';
import type { PlainException } from './PlainException.ts';

const common = { reconciliation: 'store_returns', owner: 'stores' } as const;

interface Balance {
  readonly customer: string;
  readonly stockCode: string;
  readonly creditNotes: Set<string>;
  sold: number;
  returned: number;
}

function returnedMoreThanSold(invoices: readonly Invoice[]): readonly PlainException[] {
  const balances = new Map<string, Balance>();
  for (const { invoice, kind: invoiceKind, lines } of invoices) {
    for (const { line, kind, times } of lines) {
      const { customer, stockCode } = line;
      if (kind !== 'PRODUCT' || customer === undefined) continue;
      const key = JSON.stringify([customer, stockCode]);
      const balance = balances.get(key) ?? {
        customer,
        stockCode,
        creditNotes: new Set(),
        sold: 0,
        returned: 0,
      };
      balances.set(key, balance);
      if (invoiceKind === 'SALE') balance.sold += line.quantity * times;
      else {
        balance.returned -= line.quantity * times;
        balance.creditNotes.add(invoice);
      }
    }
  }
  return [...balances.values()]
    .filter((balance) => balance.returned > balance.sold)
    .map(({ customer, stockCode, creditNotes, returned, sold }) => ({
      ...common,
      kind: 'RETURNED_MORE_THAN_SOLD',
      detail: `Returned ${returned}, sold ${sold}`,
      subject: { customer, stock_code: stockCode },
      invoices: [...creditNotes].sort(),
    }));
}

function aboutInvoice(kind: string, { invoice }: Invoice, detail: string): PlainException {
  return { ...common, kind, detail, subject: { document: invoice }, invoices: [invoice] };
}

export function exceptionsOfStores(
  invoices: readonly Invoice[],
  markets: ReadonlyMap<string, Market>,
): readonly PlainException[] {
  const withGoods = invoices.filter(({ lines }) => lines.some(({ kind }) => kind === 'PRODUCT'));
  const withoutCustomer = withGoods.filter(
    ({ kind: invoiceKind, lines }) =>
      invoiceKind === 'CREDIT_NOTE' &&
      lines.some(({ kind, line }) => kind === 'PRODUCT' && line.customer === undefined),
  );
  const inUnknownMarket = withGoods.filter((invoice) => {
    const country = countryOf(invoice);
    return country === undefined || country === 'Unspecified' || !markets.has(country);
  });
  return [
    ...returnedMoreThanSold(invoices),
    ...withoutCustomer.map((invoice) => {
      const lines = invoice.lines.filter(
        ({ kind, line }) => kind === 'PRODUCT' && line.customer === undefined,
      );
      const times = lines.reduce((sum, line) => sum + line.times, 0);
      return aboutInvoice('RETURN_WITHOUT_CUSTOMER', invoice, `Lines without a customer: ${times}`);
    }),
    ...inUnknownMarket.map((invoice) =>
      aboutInvoice('UNKNOWN_MARKET', invoice, `Country: ${countryOf(invoice) ?? 'none'}`),
    ),
  ];
}
