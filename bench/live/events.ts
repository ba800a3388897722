import type { BenchEvent } from './BenchServer.ts';

let revision = 0;

/** A change of an order's timeline with five entries: some 900 bytes on the wire. */
export function makeEvent(orderId: string): BenchEvent {
  revision += 1;
  const node = {
    orderId,
    buyerId: 'b4e8f2a1c3d5',
    destinationCity: 'recife',
    destinationPostalPrefix: '01234',
    promisedBy: '2026-11-09T03:00:00.000Z',
    currentStep: 'HANDED_OVER',
    entries: ['PLACED', 'APPROVED', 'PAID', 'HANDED_OVER', 'DELIVERED'].map((step, index) => ({
      ...{ step, at: `2026-11-0${index + 1}T10:00:00.000Z`, isOutOfOrder: false },
      detail: step === 'PAID' ? 'boleto 123.45 BRL in 3 instalments' : null,
    })),
  };
  const committedAt = new Date().toISOString();
  const key = { orderId };
  return {
    feed: { key, revision: String(revision), row: node, before: node, committedAt },
    change: {
      ...{ kind: 'UPSERT', key, node, revision: String(revision), committedAt },
      // As long as the gateway's, which it has to make.
      cursor: 'c'.repeat(150),
    },
  };
}

export const selection = `kind key node {
  orderId buyerId destinationCity destinationPostalPrefix promisedBy currentStep entries { step at detail isOutOfOrder }
} revision cursor committedAt`;
