import { generateSample } from '../../schema/sample/generate.ts';
import type { SampleEvent } from '../../schema/sample/SampleEvent.ts';
import { creditLine, deliveredOrder, storeLine } from './retailerEvents.ts';

const numbers = Array.from({ length: 24 }, (_, number) => number);

/** Sellers of the underpaid orders; each has orders that it shares with the next. */
export const disputedSellers = ['s-0', 's-1', 's-2'] as const;

function sellerOf(number: number): string {
  return disputedSellers[number % disputedSellers.length] ?? '';
}

/** An order of two sellers, one of which gives an address as its city, of which a part of the price is paid. */
export function underpaidOrder(number: number): readonly SampleEvent[] {
  const items = [
    { seller: sellerOf(number), city: 'santos' },
    { seller: sellerOf(number + 1), city: `mail${number}@example.com` },
  ];
  return deliveredOrder(`late-${number}`, items).map((event) =>
    event.topic === 'payments.payments'
      ? { ...event, value: { ...event.value, payment_value: '20.00' } }
      : event,
  );
}

/** A further payment for an underpaid order, which 4.00 are missing of, days later. */
export function latePayment(number: number, amount = '4.00', sequential = 2): SampleEvent {
  const first = underpaidOrder(number).find(({ topic }) => topic === 'payments.payments');
  if (first === undefined) throw new Error('no payment');
  return {
    ...first,
    timestamp: Date.UTC(2026, 10, 7 + sequential),
    value: {
      ...first.value,
      eventId: `late-${number}:${sequential}`,
      payment_sequential: sequential,
      payment_value: amount,
    },
  };
}

const returned = numbers.map((number) => ({
  invoice: `C${number}`,
  customer: number % 4 === 0 ? '' : `1300${number % 5}.0`,
  stockCode: `8504${number % 7}`,
  country: number % 2 === 0 ? 'France' : 'United Kingdom',
}));

/** The sample, and orders and credit notes that exceptions are open about. */
export const disputedEvents: readonly SampleEvent[] = [
  ...generateSample({ seed: 7, orders: 150, storeLines: 1_000 }),
  ...numbers.flatMap(underpaidOrder),
  ...returned.map((line, number) => creditLine(100_000 + number, line)),
];

/** What comes late and resolves some of the exceptions. */
export const lateEvents: readonly SampleEvent[] = [
  ...numbers.filter((number) => number % 2 === 0).map((number) => latePayment(number)),
  ...returned
    .filter((_line, number) => number % 3 === 0)
    .map((line, number) => storeLine(200_000 + number, { ...line, invoice: `${590_000 + number}` })),
];
