import fc from 'fast-check';
import type { Report } from '../../plain/offices/computeOffices.ts';

/** What arrives about a claim, understandable or not. */
export interface Arrival {
  readonly key: string;
  readonly time: number;
  readonly value: Buffer | null;
  /** What it says; undefined where nobody can understand it. */
  readonly report: Report | undefined;
}

/** One thing that happens to the pipeline. */
export type Step =
  | { readonly kind: 'ARRIVE'; readonly arrivals: readonly Arrival[] }
  /** One batch of one shard. */
  | { readonly kind: 'DERIVE'; readonly shard: number; readonly batchSize: number }
  /** All shards at once, to the end. */
  | { readonly kind: 'DERIVE_ALL'; readonly batchSize: number }
  /** A process dies in a batch, after so many statements. */
  | { readonly kind: 'DIE'; readonly shard: number; readonly afterStatements: number }
  /** The position of a shard is set back to the beginning. */
  | { readonly kind: 'SET_BACK'; readonly shard: number };

export const shards = 3;
const claimIds = ['a', 'b', 'c', 'd', 'e', 'f'];
const day = 86_400_000;

export function shardOf(claimId: string): number {
  return claimIds.indexOf(claimId) % shards;
}

const amount = fc.constantFrom('0', '1', '2.50', '10', '10.00', '12.345', '30');

const report: fc.Arbitrary<Report> = fc.record({
  claimId: fc.constantFrom(...claimIds),
  // Few, so that some are late, and some contradict others of the same time.
  time: fc.integer({ min: 1, max: 5 }).map((days) => days * day),
  office: fc.constantFrom('Uppsala', 'Sevilla', 'Nowhere', null),
  claimed: fc.option(amount, { freq: 8 }),
  paid: fc.option(amount, { freq: 8 }),
  settled: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
});

function payloadOf({ claimId, office, claimed, paid, settled }: Report): Record<string, unknown> {
  return {
    ...{ claimId, office, claimedAmount: claimed, paidAmount: paid, currency: 'EUR' },
    ...(settled ? { settledAt: '2026-01-02T03:04:05Z' } : {}),
  };
}

/** What becomes of a payload that nobody can understand. */
const poison = fc.constantFrom<(payload: Record<string, unknown>) => string | null>(
  () => null,
  () => '',
  () => 'no JSON {',
  () => '[]',
  () => '"\\u0000"',
  (payload) => JSON.stringify({ ...payload, claimId: '' }),
  (payload) => JSON.stringify({ ...payload, currency: null }),
  (payload) => JSON.stringify({ ...payload, paidAmount: 'plenty' }),
  (payload) => JSON.stringify({ ...payload, claimedAmount: '1e999999' }),
  (payload) => JSON.stringify({ ...payload, settledAt: 'one fine day' }),
);

/** A report that can be understood. */
export function arrivalOf(of: Report): Arrival {
  const value = Buffer.from(JSON.stringify(payloadOf(of)));
  return { key: of.claimId, time: of.time, value, report: of };
}

const arrival: fc.Arbitrary<Arrival> = fc.oneof(
  { weight: 8, arbitrary: report.map(arrivalOf) },
  {
    weight: 1,
    arbitrary: fc.tuple(report, poison).map(([of, spoil]): Arrival => {
      const text = spoil(payloadOf(of));
      const value = text === null ? null : Buffer.from(text);
      return { key: of.claimId, time: of.time, value, report: undefined };
    }),
  },
);

/** Some come again, at once or with what arrives later. */
const arrivals = fc
  .tuple(fc.array(arrival, { minLength: 1, maxLength: 12 }), fc.array(fc.nat(), { maxLength: 3 }))
  .map(([list, again]) => [...list, ...again.flatMap((index) => list[index % list.length] ?? [])]);

const shard = fc.integer({ min: 0, max: shards - 1 });
const batchSize = fc.constantFrom(1, 2, 3, 5, 100);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ARRIVE' as const), arrivals }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('DERIVE' as const), shard, batchSize }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('DERIVE_ALL' as const), batchSize }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('DIE' as const), shard },
      afterStatements: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('SET_BACK' as const), shard }) },
);

/** Anything that can happen: events of every kind, batches cut anywhere, shards in any order, deaths and set-backs. */
export const officeHistory: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 4, maxLength: 24 });
