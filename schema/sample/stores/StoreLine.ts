/** A line of an invoice or credit note before it is written in one of the ERP's two layouts. */
export interface StoreLine {
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  readonly price: string;
  /** Empty where the till recorded none. */
  readonly customer: string;
  /** Wall-clock in London, whole minutes. */
  readonly writtenAt: number;
  readonly country: string;
}
