import type { Agreement, Contract } from '../contract/model.ts';

/**
 * The regions whose rows of a contract a caller may see: the union over its agreements, cut to the deployment's own
 * region. Undefined when none is left. `'ALL'` restricts no row: also where all rows reside in one region and that is
 * covered. A contract that does not say where its rows reside is there only for agreements over all regions; the
 * compiler refuses others.
 */
export function coveredRegions(
  contract: Contract,
  agreements: readonly Agreement[],
  deploymentRegion: string | undefined,
): 'ALL' | readonly string[] | undefined {
  const all = agreements.some(({ regions }) => regions === 'ALL');
  const agreed = new Set(agreements.flatMap(({ regions }) => (regions === 'ALL' ? [] : regions)));
  const { residency, residesIn } = contract;
  if (residesIn !== undefined) {
    const served = deploymentRegion === undefined || deploymentRegion === residesIn;
    return served && (all || agreed.has(residesIn)) ? 'ALL' : undefined;
  }
  if (residency === undefined) return all ? 'ALL' : undefined;
  if (all && deploymentRegion === undefined) return 'ALL';
  if (deploymentRegion === undefined)
    return agreed.size === 0 ? undefined : Object.freeze([...agreed].sort());
  return all || agreed.has(deploymentRegion) ? Object.freeze([deploymentRegion]) : undefined;
}
