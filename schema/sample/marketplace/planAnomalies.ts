import type { Random } from '../Random.ts';

/** What goes wrong with an order, with how often it did in 10,000 real ones. An order has one of them at most. */
const occurrencesIn10000 = {
  CANCELED_WITH_ITEMS: 44,
  CANCELED_WITHOUT_ITEMS: 13,
  UNAVAILABLE: 98,
  NEVER_APPROVED: 13,
  DELIVERED_WITHOUT_APPROVAL: 3,
  NEVER_HANDED_OVER: 92,
  HANDED_OVER_BEFORE_APPROVAL: 16,
  DELIVERED_BEFORE_HANDOVER: 5,
  SEVERAL_SELLERS: 101,
  PAID_A_CENT_TOO_MUCH: 34,
  PAID_ANOTHER_AMOUNT: 25,
  MANY_PAYMENTS: 1,
  ZERO_PAYMENT: 1,
  SELLER_WITH_E_MAIL_AS_CITY: 3,
  SELLER_WITH_POSTAL_CODE_AS_CITY: 1,
  SELLER_WITH_STATE_IN_CITY: 1,
  NEVER_PAID: 0,
} as const;

export type Anomaly = keyof typeof occurrencesIn10000;

function isAnomaly(name: string): name is Anomaly {
  return Object.hasOwn(occurrencesIn10000, name);
}

/** Which of `orders` orders (by number, from 0) goes wrong how: at the real rates, but each at least once if there are enough orders. */
export function planAnomalies(random: Random, orders: number): ReadonlyMap<number, Anomaly> {
  const numbers = random.shuffle(Array.from({ length: orders }, (_, index) => index));
  const plan = new Map<number, Anomaly>();
  for (const [anomaly, occurrences] of Object.entries(occurrencesIn10000)) {
    if (!isAnomaly(anomaly)) continue;
    const share = Math.max(1, Math.round((occurrences * orders) / 10_000));
    for (const number of numbers.splice(0, share)) plan.set(number, anomaly);
  }
  return plan;
}
