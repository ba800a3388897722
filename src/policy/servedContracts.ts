import type { Contract, Project } from '../contract/model.ts';
import { agreementsInForce, isServedOn } from './agreementsInForce.ts';
import type { AccessSettings } from './compileAccessProfile.ts';
import { coveredRegions } from './coveredRegions.ts';

/** The contracts of a project by whether somebody may read them. */
export interface ServedContracts {
  /** Those that some consumer's agreement covers now. */
  readonly served: readonly Contract[];
  /** The others, which exist for nobody, and why. */
  readonly notServed: readonly { readonly contract: Contract; readonly reason: string }[];
}

/** Which contracts exist for anybody on a day, by the same rules by which each caller's access is compiled. */
export function servedContracts(project: Project, settings: AccessSettings): ServedContracts {
  const served: Contract[] = [];
  const notServed: { contract: Contract; reason: string }[] = [];
  for (const contract of project.contracts) {
    const reason = reasonNotToServe(project, contract, settings);
    if (reason === undefined) served.push(contract);
    else notServed.push({ contract, reason });
  }
  return { served, notServed };
}

function reasonNotToServe(
  { consumers }: Project,
  contract: Contract,
  { now, deploymentRegion }: AccessSettings,
): string | undefined {
  const day = now.toISOString().slice(0, 10);
  if (!isServedOn(contract, day)) return `its service ended on ${lastDay(contract)}`;
  const agreements = consumers.flatMap((consumer) =>
    contract.purposes.map((purpose) => agreementsInForce(contract, consumer, purpose, day)),
  );
  if (agreements.every(({ length }) => length === 0)) return 'no agreement about it is in force';
  const isCovered = agreements.some(
    (one) => one.length > 0 && coveredRegions(contract, one, deploymentRegion) !== undefined,
  );
  return isCovered ? undefined : `no agreement covers rows of it in ${deploymentRegion ?? 'any region'}`;
}

function lastDay({ expires, sunset }: Contract): string {
  return [expires, sunset?.on].filter((day) => day !== undefined).toSorted()[0] ?? '';
}
