import type { Big } from 'big.js';

/** A line of the stores' ERP, whichever layout it came in. */
export interface Line {
  readonly layout: 'FIRST' | 'SECOND';
  readonly lineId: number;
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string | undefined;
  readonly quantity: number;
  readonly price: Big;
  readonly customer: string | undefined;
  readonly writtenAt: number;
  readonly country: string | undefined;
}

/** What counts of an invoice: lines of one content, and how many of them there are. */
export interface CountingLine {
  readonly line: Line;
  readonly kind: 'PRODUCT' | 'FREIGHT';
  times: number;
  latest: number;
}

export interface Invoice {
  readonly invoice: string;
  readonly kind: 'SALE' | 'CREDIT_NOTE';
  readonly lines: readonly CountingLine[];
}
