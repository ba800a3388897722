import { LRUCache } from 'lru-cache';
import type { Project } from '../contract/model.ts';
import type { AccessProfile } from '../policy/AccessProfile.ts';
import type { Caller } from '../policy/Caller.ts';
import { compileAccessProfile } from '../policy/compileAccessProfile.ts';
import type { Authenticator } from '../policy/identity/createAuthenticator.ts';
import type { Identify } from './http/authenticateRequests.ts';

const keptProfiles = 2_000;

export interface IdentifyOptions {
  readonly project: Project;
  readonly authenticator: Authenticator;
  readonly deploymentRegion?: string | undefined;
  readonly now: () => Date;
}

/**
 * From the headers of a request to who asks and what that caller may see. A profile depends on the day and on nothing
 * shorter, so it is kept until midnight (UTC); the token is verified each time.
 */
export function createIdentify(options: IdentifyOptions): Identify {
  const { project, authenticator, deploymentRegion, now } = options;
  const profiles = new LRUCache<string, AccessProfile>({ max: keptProfiles });
  const policyClaims = new Set(
    project.contracts.flatMap(({ rowPolicies }) => rowPolicies.map(({ claim }) => claim)),
  );
  return async (authorization, purpose) => {
    const caller = await authenticator(authorization, purpose);
    const at = now();
    const key = profileFacts(caller, policyClaims, at);
    const profile = profiles.get(key) ?? compileAccessProfile(project, caller, { deploymentRegion, now: at });
    profiles.set(key, profile);
    return { caller, profile };
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
