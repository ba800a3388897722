import type { Consumer, Contract, Project } from '../contract/model.ts';
import { surroundings } from '../contract/surroundings.ts';
import type { AccessProfile, ContractAccess } from './AccessProfile.ts';
import { agreementsInForce } from './agreementsInForce.ts';
import type { Caller } from './Caller.ts';
import { coveredRegions } from './coveredRegions.ts';
import { forbidden } from './forbidden.ts';
import { freezeMap } from './freezeMap.ts';
import { profileKey, profileShape } from './profileKeys.ts';
import { rowValues } from './rowValues.ts';
import { visibleFields } from './visibleFields.ts';
import { withheldFields } from './withheldFields.ts';

export interface AccessSettings {
  /** The region that this deployment serves (CONCORDAT_REGION); every region when absent. */
  readonly deploymentRegion?: string | undefined;
  readonly now: Date;
}

/**
 * Everything that a caller may see, frozen (design, section 5). Depends on `now` only by its day in UTC, so a profile
 * may be kept until midnight.
 *
 * @throws ConcordatError FORBIDDEN when nothing is covered, in the same words for an unknown consumer
 */
export function compileAccessProfile(
  project: Project,
  caller: Caller,
  settings: AccessSettings,
): AccessProfile {
  const consumer = project.consumers.find(({ name }) => name === caller.consumer);
  if (consumer === undefined || !caller.purposes.includes(caller.purpose)) throw forbidden();
  const contracts = freezeMap(
    project.contracts.flatMap((contract): [string, ContractAccess][] => {
      const access = contractAccess(project, contract, consumer, caller, settings);
      return access === undefined ? [] : [[contract.id, access]];
    }),
  );
  if (contracts.size === 0) throw forbidden();
  const shape = profileShape(contracts);
  return Object.freeze({
    consumer: consumer.name,
    consumerClass: consumer.class,
    purpose: caller.purpose,
    contracts,
    shape,
    key: profileKey(shape, caller.purpose, contracts),
  });
}

/** By contract, of which a project has its own. */
const known = new WeakMap<Contract, string>();

function knownSurroundings(contract: Contract, project: Project): string {
  const text = known.get(contract) ?? surroundings(contract, project);
  known.set(contract, text);
  return text;
}

function contractAccess(
  project: Project,
  contract: Contract,
  consumer: Consumer,
  caller: Caller,
  { deploymentRegion, now }: AccessSettings,
): ContractAccess | undefined {
  const agreements = agreementsInForce(contract, consumer, caller.purpose, now.toISOString().slice(0, 10));
  if (agreements.length === 0) return undefined;
  const regions = coveredRegions(contract, agreements, deploymentRegion);
  const values = rowValues(contract, caller.claims);
  if (regions === undefined || values === undefined) return undefined;
  const fields = visibleFields(contract, project.sharedTypes, caller.purpose);
  // The key is in cursors, links and entities: who may not see it can't be served. The compiler refuses such a key.
  if (contract.key.some(({ name }) => fields.get(name)?.decision.kind !== 'CLEAR')) return undefined;
  const withheld = withheldFields(contract, project.sharedTypes, fields);
  return Object.freeze({
    ...{ contract, regions, rowValues: values, fields, withheld },
    surroundings: knownSurroundings(contract, project),
  });
}
