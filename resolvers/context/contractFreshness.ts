import type { Contract } from '../../src/contract/model.ts';
import { durationSeconds } from '../../src/query/values/durationSeconds.ts';
import type { RequestContext } from './RequestContext.ts';

/** How new a contract's rows are now; nulls when nothing is known. */
export interface ContractFreshness {
  readonly asOf: string | null;
  readonly freshnessSeconds: number | null;
  readonly slaMet: boolean | null;
}

export async function contractFreshness(
  { states, now }: Pick<RequestContext, 'states' | 'now'>,
  contract: Contract,
): Promise<ContractFreshness> {
  const asOf = await states.asOf(contract);
  if (asOf === null) return { asOf, freshnessSeconds: null, slaMet: null };
  // The database's clock may be a little ahead of ours.
  const freshnessSeconds = Math.max(0, (now().getTime() - Date.parse(asOf)) / 1000);
  return { asOf, freshnessSeconds, slaMet: freshnessSeconds <= durationSeconds(contract.freshness) };
}
