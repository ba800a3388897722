import { declaredFacts } from './declaredFacts.ts';
import type { Contract, Project, Reconciliation, ValueType } from './model.ts';

/**
 * What a contract's rows show that its own file does not say, as text: the shared types of its fields, and the reconciliations whose
 * exceptions concern its rows, with who owns them.
 */
export function surroundings(contract: Contract, project: Project): string {
  return declaredFacts([sharedTypes(contract, project), reconciliations(contract, project)]);
}

function sharedTypes({ fields, types }: Contract, project: Project): readonly ValueType[] {
  const found = new Map<string, ValueType>();
  const look = (of: Contract['fields']): void => {
    for (const { type } of of) {
      const declared = types.get(type.name) ?? project.sharedTypes.get(type.name);
      if (declared === undefined || found.has(type.name)) continue;
      found.set(type.name, declared);
      if (declared.kind === 'OBJECT') look(declared.fields);
    }
  };
  look(fields);
  return [...found].filter(([name]) => !types.has(name)).map(([, type]) => type);
}

/** What is told of those by way of which the rows are made, and of those by way of which these are. */
function reconciliations(contract: Contract, project: Project): readonly unknown[] {
  const found = new Set<Reconciliation>();
  const look = ({ derivedFrom }: Pick<Contract, 'derivedFrom'>): void => {
    for (const from of derivedFrom) {
      if (from.kind !== 'reconciliation') continue;
      const one = project.reconciliations.find(({ name }) => name === from.reconciliation);
      if (one === undefined || found.has(one)) continue;
      found.add(one);
      look(one);
    }
  };
  look(contract);
  return Array.from(found, ({ name, owner, exceptionKinds, derivedFrom }) => [
    name,
    owner,
    exceptionKinds,
    derivedFrom,
  ]);
}
