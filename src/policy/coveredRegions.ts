import type { Agreement, Contract } from '../contract/model.ts';

/**
 * The regions whose rows of a contract a caller may see: the union over its agreements, cut to the deployment's own
 * region. Undefined when none is left. A contract without `@residency` has rows of every region, so `'ALL'`.
 */
export function coveredRegions(
  contract: Contract,
  agreements: readonly Agreement[],
  deploymentRegion: string | undefined,
): 'ALL' | readonly string[] | undefined {
  if (contract.residency === undefined) return 'ALL';
  const all = agreements.some(({ regions }) => regions === 'ALL');
  if (all && deploymentRegion === undefined) return 'ALL';
  const agreed = new Set(agreements.flatMap(({ regions }) => (regions === 'ALL' ? [] : regions)));
  if (deploymentRegion === undefined)
    return agreed.size === 0 ? undefined : Object.freeze([...agreed].sort());
  return all || agreed.has(deploymentRegion) ? Object.freeze([deploymentRegion]) : undefined;
}
