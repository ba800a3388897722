import type { Big } from 'big.js';

/** Something that happened; `at` is epoch milliseconds, undefined where nobody recorded it. */
export interface Happening {
  readonly at: number | undefined;
}

export interface Item {
  readonly number: number;
  readonly sellerId: string;
  readonly sellerCity: string | undefined;
  readonly sellerState: string | undefined;
  readonly shipBy: number | undefined;
  readonly price: Big;
  readonly freight: Big;
}

/** A happening that others of the same may contradict. */
export interface Contradictable extends Happening {
  /** Of the whole event. */
  readonly digest: string;
}

export interface Placement extends Contradictable {
  readonly buyerId: string | undefined;
  readonly city: string | undefined;
  readonly state: string | undefined;
  readonly postalPrefix: string | undefined;
  readonly promisedBy: number | undefined;
  readonly items: readonly Item[];
}

export interface Payment extends Contradictable {
  readonly sequence: number;
  readonly method: string | undefined;
  readonly installments: number | undefined;
  readonly paid: Big;
}

/** All that is known of one marketplace order, over all contexts. */
export interface Order {
  readonly orderId: string;
  /** Whether ordering has named it; payments and shipments alone don't make an order. */
  isOrdered: boolean;
  placed?: Placement;
  approved?: Happening;
  canceled?: Happening;
  unavailable?: Happening;
  handedOver?: Happening;
  delivered?: Happening;
  readonly payments: Map<number, Payment>;
}
