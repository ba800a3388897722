import type { Authenticator } from '../policy/identity/createAuthenticator.ts';
import { createProfiles, type ProfilesOptions } from './createProfiles.ts';
import type { Identify } from './http/authenticateRequests.ts';

export interface IdentifyOptions extends ProfilesOptions {
  readonly authenticator: Authenticator;
}

/** From the headers of a request to who asks and what that caller may see. The token is verified each time. */
export function createIdentify(options: IdentifyOptions): Identify {
  const profileOf = createProfiles(options);
  return async (authorization, purpose) => {
    const caller = await options.authenticator(authorization, purpose);
    return { caller, profile: profileOf(caller) };
  };
}
