import type { Contract, DerivedFrom, Project } from '../../contract/model.ts';
import { topicsOf } from '../project/topicsOf.ts';

/** Topics of source events that a contract's rows are made of, also by way of reconciliations. */
export function contractTopics(project: Project, contract: Contract): readonly string[] {
  const products = new Set<string>();
  const seen = new Set<string>();
  const follow = (derivedFrom: readonly DerivedFrom[]): void => {
    for (const from of derivedFrom) {
      if (from.kind === 'product') {
        products.add(from.product);
      } else if (!seen.has(from.reconciliation)) {
        seen.add(from.reconciliation);
        follow(project.reconciliations.find(({ name }) => name === from.reconciliation)?.derivedFrom ?? []);
      }
    }
  };
  follow(contract.derivedFrom);
  return project.products.filter(({ name }) => products.has(name)).flatMap(topicsOf);
}
