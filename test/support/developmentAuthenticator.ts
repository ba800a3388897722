import { createAuthenticator, type Authenticator } from '../../src/policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentPublicKey,
} from '../../src/policy/identity/developmentIdentity.ts';

/** Trusts the development key, at the time that `now` gives. */
export function developmentAuthenticator(now: () => Date): Authenticator {
  return createAuthenticator({
    ...{ issuer: developmentIssuer, audience: developmentAudience, publicKey: developmentPublicKey, now },
  });
}
