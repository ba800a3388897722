import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../src/config/readProjectFiles.ts';
import { assertProject } from '../../src/contract/assertProject.ts';
import type { Contract, Project } from '../../src/contract/model.ts';
import type { AccessProfile, ContractAccess } from '../../src/policy/AccessProfile.ts';
import { compileAccessProfile } from '../../src/policy/compileAccessProfile.ts';

/**
 * A parcel service: `parcel@2` has a field of every type and every mask, `parcel@1` is deprecated, `scan@1` has a key of
 * two fields and a row policy, `depot@1` is an existing table.
 */
export const parcelsProject: Project = assertProject(
  await readProjectFiles(join(packageRoot(), 'test', 'support', 'parcels')),
);

/** Callers of the parcel service: sees everything; sees masks and only NORTH; sees its own scans and only SOUTH. */
export const parcelCallers = {
  tracker: { consumer: 'tracker', purpose: 'DELIVERY', claims: {} },
  analyst: { consumer: 'analyst', purpose: 'ANALYTICS', claims: {} },
  carrier: { consumer: 'carrier-portal', purpose: 'DELIVERY', claims: { carrier: 'one' } },
} as const;

export function parcelProfile(
  name: keyof typeof parcelCallers,
  claims: Readonly<Record<string, string>> = parcelCallers[name].claims,
): AccessProfile {
  const { consumer, purpose } = parcelCallers[name];
  return compileAccessProfile(
    parcelsProject,
    {
      consumer,
      purpose,
      purposes: [purpose],
      claims: new Map(Object.entries(claims)),
      expiresAt: new Date('2030-01-01T00:00:00Z'),
    },
    { now: new Date('2026-06-30T12:00:00Z') },
  );
}

export function parcelAccess(name: keyof typeof parcelCallers, contractId: string): ContractAccess {
  const access = parcelProfile(name).contracts.get(contractId);
  if (access === undefined) throw new Error(`${name} has no access to ${contractId}`);
  return access;
}

export function parcelContract(id: string): Contract {
  const contract = parcelsProject.contracts.find((candidate) => candidate.id === id);
  if (contract === undefined) throw new Error(`No contract ${id}`);
  return contract;
}
