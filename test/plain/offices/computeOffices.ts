import { Big } from 'big.js';
import { toDecimalText } from '../toDecimalText.ts';

/** A report about a claim, as it is meant. */
export interface Report {
  readonly claimId: string;
  /** When it was made, in milliseconds. */
  readonly time: number;
  readonly office: string | null;
  readonly claimed: string | null;
  readonly paid: string | null;
  readonly settled: boolean;
}

export interface PlainOffices {
  /** Rows of `settled_claim@1`, as far as they depend on reports. */
  readonly settledClaims: readonly Readonly<Record<string, unknown>>[];
  /** Rows of `office_spending@1`. */
  readonly officeSpending: readonly Readonly<Record<string, unknown>>[];
  /** What is open: the exceptions' kinds with what they are about. */
  readonly exceptions: readonly { readonly kind: string; readonly about: string; readonly detail: string }[];
}

const regions: Readonly<Record<string, string>> = { Uppsala: 'NORTH', Sevilla: 'SOUTH' };
const mostOfAnOffice = 20;

function newestOfEach(reports: readonly Report[]): readonly Report[] {
  const newest = new Map<string, Report>();
  for (const report of reports) {
    const known = newest.get(report.claimId);
    if (known === undefined || report.time >= known.time) newest.set(report.claimId, report);
  }
  return [...newest.values()];
}

/** What the offices' project should hold, from the reports that can be understood, those of a claim in order of arrival. */
export function computeOffices(reports: readonly Report[]): PlainOffices {
  const claims = newestOfEach(reports);
  const settled = claims.flatMap((claim) =>
    claim.settled && claim.paid !== null ? [{ ...claim, paid: new Big(claim.paid) }] : [],
  );
  const byOffice = Map.groupBy(settled, ({ office }) => office ?? '');
  byOffice.delete('');
  const totals = [...byOffice].map(([office, of]) => ({
    office,
    settledClaims: of.length,
    total: of.reduce((sum, { paid }) => sum.plus(paid), new Big(0)),
  }));
  const tooMuch = claims.flatMap(({ claimId, paid, claimed }) =>
    paid !== null && claimed !== null && new Big(paid).gt(claimed)
      ? [{ kind: 'PAID_TOO_MUCH', about: claimId, detail: toDecimalText(new Big(paid).minus(claimed)) }]
      : [],
  );
  return {
    settledClaims: settled.map(({ claimId, office, claimed, paid }) => ({
      claimId,
      paidAmount: toDecimalText(paid),
      region: (office === null ? undefined : regions[office]) ?? null,
      outcome: claimed !== null && paid.gte(claimed) ? 'PAID_IN_FULL' : 'PAID_IN_PART',
    })),
    officeSpending: totals.map(({ office, settledClaims, total }) => ({
      ...{ office, region: regions[office] ?? null, settledClaims },
      paidTotal: toDecimalText(total),
    })),
    exceptions: [
      ...tooMuch,
      ...totals.flatMap(({ office, total }) =>
        total.gt(mostOfAnOffice)
          ? [{ kind: 'OFFICE_OVERSPENT', about: office, detail: toDecimalText(total) }]
          : [],
      ),
    ],
  };
}
