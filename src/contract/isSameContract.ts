import { declaredFacts } from './declaredFacts.ts';
import type { Contract } from './model.ts';

/** Whether two declarations of a contract version promise and serve the same, whatever words they have for it. */
export function isSameContract(one: Contract, other: Contract): boolean {
  return one === other || facts(one) === facts(other);
}

/** Who owns it no row tells. */
function facts(contract: Contract): string {
  return declaredFacts(contract, ['owner']);
}
