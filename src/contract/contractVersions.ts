import type { Contract, Project } from './model.ts';

/** The contract version with this id, e.g. `billing_completed_ride@1`. */
export function contractById(project: Project, id: string): Contract | undefined {
  return project.contracts.find((contract) => contract.id === id);
}

/** All versions of a contract that the project declares, lowest first. */
export function versionsOf(project: Project, name: string): readonly Contract[] {
  return project.contracts
    .filter((contract) => contract.name === name)
    .toSorted((a, b) => a.version - b.version);
}

/** The version that a caller gets who names none: the highest one. */
export function latestVersion(project: Project, name: string): Contract | undefined {
  return versionsOf(project, name).at(-1);
}

/** The next higher version, which supersedes this one. */
export function supersedingVersion(project: Project, contract: Contract): Contract | undefined {
  return versionsOf(project, contract.name).find((other) => other.version > contract.version);
}
