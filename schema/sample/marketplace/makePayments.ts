import type { Random } from '../Random.ts';
import { formatCents } from './formatCents.ts';
import type { Anomaly } from './planAnomalies.ts';

/** What a PaymentCaptured says besides its order and time. */
export interface Payment {
  readonly payment_sequential: number;
  readonly payment_type: string;
  readonly payment_installments: number;
  readonly payment_value: string;
  readonly currency: 'BRL';
}

function paidCents(random: Random, dueCents: number, anomaly: Anomaly | undefined): number {
  // Nobody knows what a dead order without items cost; it was paid all the same.
  if (dueCents === 0) return random.integer(1_500, 20_000);
  if (anomaly === 'PAID_A_CENT_TOO_MUCH') return dueCents + random.integer(1, 5);
  if (anomaly === 'PAID_ANOTHER_AMOUNT') return dueCents + random.pick([-1, 1]) * random.integer(6, 500);
  return dueCents;
}

/** The payments of one order: usually one by card or boleto, now and then a card and vouchers, once 22 vouchers, once none. */
export function makePayments(
  random: Random,
  dueCents: number,
  anomaly: Anomaly | undefined,
): readonly Payment[] {
  const total = paidCents(random, dueCents, anomaly);
  const count = anomaly === 'MANY_PAYMENTS' ? 22 : anomaly === 'ZERO_PAYMENT' || random.chance(0.03) ? 2 : 1;
  const method = random.chance(0.75) ? 'credit_card' : random.pick(['boleto', 'boleto', 'debit_card']);
  const portion = anomaly === 'ZERO_PAYMENT' ? total : Math.floor(total / count);
  const payments = Array.from({ length: count }, (_, index): Payment => {
    const paymentType = count > 2 || index > 0 ? 'voucher' : method;
    return {
      payment_sequential: index + 1,
      payment_type: paymentType,
      payment_installments: paymentType === 'credit_card' ? random.integer(1, 10) : 1,
      payment_value: formatCents(index < count - 1 ? portion : total - portion * (count - 1)),
      currency: 'BRL',
    };
  });
  return anomaly === 'NEVER_PAID' ? [] : payments;
}
