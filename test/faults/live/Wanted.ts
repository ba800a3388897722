import type { Random } from '../../../schema/sample/Random.ts';

/** A row of `settled_claim@1` as the change log has it. */
export interface ClaimRow {
  readonly claimId: string;
  readonly paidAmount: string;
  readonly region: string | null;
  readonly outcome: string;
}

/** What a client follows. */
export interface Wanted {
  readonly consumer: string;
  readonly purpose: string;
  readonly where: Readonly<Record<string, unknown>> | null;
  /** Whether a row is one of those, told in other words than the gateway's. */
  readonly matches: (row: ClaimRow) => boolean;
}

const callers = [
  { consumer: 'month-end-close', purpose: 'FINANCIAL_CLOSE', sees: () => true },
  { consumer: 'fraud-desk', purpose: 'FRAUD_REVIEW', sees: ({ region }: ClaimRow) => region === 'NORTH' },
] as const;

const filters: readonly Pick<Wanted, 'where' | 'matches'>[] = [
  { where: null, matches: () => true },
  { where: { outcome: { eq: 'PAID_IN_PART' } }, matches: ({ outcome }) => outcome === 'PAID_IN_PART' },
  { where: { paidAmount: { gte: '9.99' } }, matches: ({ paidAmount }) => Number(paidAmount) >= 9.99 },
  { where: { not: { region: { eq: 'SOUTH' } } }, matches: ({ region }) => region !== 'SOUTH' },
  {
    where: { claimId: { in: ['claim-1', 'claim-2', 'claim-3'] } },
    matches: ({ claimId }) => /^claim-[123]$/.test(claimId),
  },
  {
    where: { or: [{ paidAmount: { lt: '5' } }, { region: { isNull: true } }] },
    matches: ({ paidAmount, region }) => Number(paidAmount) < 5 || region === null,
  },
];

/** Somebody who may follow claims, and which of them. */
export function randomWanted(random: Random): Wanted {
  const { sees, ...caller } = random.pick(callers);
  const { where, matches } = random.pick(filters);
  return { ...caller, where, matches: (row) => sees(row) && matches(row) };
}
