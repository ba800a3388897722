import type { RootResolver } from '../query/RootResolver.ts';

/** Root field `contracts`: every contract version that the caller may see and that fits the arguments. */
export const contractsResolver: RootResolver = (_root, { domain, tier, status }, { profile }) => {
  const fits = (wanted: unknown, found: string): boolean =>
    wanted === undefined || wanted === null || wanted === found;
  return [...profile.contracts.values()].filter(
    ({ contract }) =>
      fits(domain, contract.domain) && fits(tier, contract.tier) && fits(status, contract.status),
  );
};
