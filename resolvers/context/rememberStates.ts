import type { ContractStates } from './ContractStates.ts';

/**
 * One request's view of states: each contract's as-of as it was when the request first asked. Resolvers ask before they
 * read rows, so an answer never claims to know more than its rows do.
 */
export function rememberStates(states: ContractStates): ContractStates {
  const known = new Map<string, Promise<string | null>>();
  return {
    asOf: (contract) => {
      const asOf = known.get(contract.id) ?? states.asOf(contract);
      known.set(contract.id, asOf);
      return asOf;
    },
  };
}
