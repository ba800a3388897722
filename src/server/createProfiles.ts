import { LRUCache } from 'lru-cache';
import type { Project } from '../contract/model.ts';
import type { AccessProfile } from '../policy/AccessProfile.ts';
import type { Caller } from '../policy/Caller.ts';
import { compileAccessProfile } from '../policy/compileAccessProfile.ts';

const keptProfiles = 2_000;

export interface ProfilesOptions {
  readonly project: Project;
  readonly deploymentRegion?: string | undefined;
  readonly now: () => Date;
}

/** What a caller may see now. Throws ConcordatError FORBIDDEN when that is nothing. */
export type ProfileOf = (caller: Caller) => AccessProfile;

/** A profile depends on the day and on nothing shorter, so it is kept until midnight (UTC). */
export function createProfiles({ project, deploymentRegion, now }: ProfilesOptions): ProfileOf {
  const profiles = new LRUCache<string, AccessProfile>({ max: keptProfiles });
  const policyClaims = new Set(
    project.contracts.flatMap(({ rowPolicies }) => rowPolicies.map(({ claim }) => claim)),
  );
  return (caller) => {
    const at = now();
    const key = profileFacts(caller, policyClaims, at);
    const profile = profiles.get(key) ?? compileAccessProfile(project, caller, { deploymentRegion, now: at });
    profiles.set(key, profile);
    return profile;
  };
}

/** Everything of a caller that its profile depends on. Claims that no row policy names would only fill the cache. */
function profileFacts(caller: Caller, policyClaims: ReadonlySet<string>, now: Date): string {
  const claims = [...caller.claims].filter(([name]) => policyClaims.has(name)).sort();
  return JSON.stringify([
    caller.consumer,
    caller.purpose,
    [...caller.purposes].sort(),
    claims,
    now.toISOString().slice(0, 10),
  ]);
}
