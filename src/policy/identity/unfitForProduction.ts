import { developmentIssuer, developmentMaskKey, developmentPublicKey } from './developmentIdentity.ts';
import { publicKeyOf } from './publicKeyOf.ts';

/** Characters of a mask key: 128 bits even of hexadecimal digits. Below it, a HASH falls to whoever tries all keys (attack 28). */
export const shortestMaskKey = 32;

export interface IdentitySettings {
  readonly issuer?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly maskKey?: string | undefined;
}

/** A setting that must not be used in production, and why; never its value. */
export interface UnfitSetting {
  readonly setting: keyof IdentitySettings;
  readonly reason: string;
}

/**
 * Finds what everybody knows among the settings: the development issuer, its key or its mask key. Production must not run
 * with any of them.
 *
 * @throws ConcordatError CONFIGURATION_INVALID when the public key is none
 */
export function unfitForProduction({ issuer, publicKey, maskKey }: IdentitySettings): UnfitSetting[] {
  const findings: UnfitSetting[] = [];
  if (issuer === developmentIssuer) findings.push({ setting: 'issuer', reason: 'the development issuer' });
  if (publicKey !== undefined && publicKeyOf(publicKey).equals(publicKeyOf(developmentPublicKey))) {
    findings.push({ setting: 'publicKey', reason: 'the development key' });
  }
  if (maskKey === developmentMaskKey) {
    findings.push({ setting: 'maskKey', reason: 'the development mask key' });
  } else if (maskKey !== undefined && maskKey.length < shortestMaskKey) {
    findings.push({ setting: 'maskKey', reason: `shorter than ${shortestMaskKey} characters` });
  }
  return findings;
}
