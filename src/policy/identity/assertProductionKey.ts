import { ConcordatError } from '../../errors/ConcordatError.ts';
import { developmentIssuer, developmentMaskKey, developmentPublicKey } from './developmentIdentity.ts';
import { publicKeyOf } from './publicKeyOf.ts';

/** 128 bits: below it, a HASH falls to whoever tries all keys (attack 28). */
const shortestMaskKey = 16;

export interface IdentitySettings {
  readonly issuer: string;
  readonly publicKey?: string | undefined;
  readonly maskKey: string;
}

/**
 * Refuses to run in production on what everybody knows: the development issuer, its key or its mask key.
 *
 * @throws ConcordatError CONFIGURATION_INVALID that names every setting to change, and none of their values
 */
export function assertProductionKey({ issuer, publicKey, maskKey }: IdentitySettings): void {
  const findings = [
    issuer === developmentIssuer && 'CONCORDAT_JWT_ISSUER is the development issuer',
    publicKey !== undefined &&
      isDevelopmentKey(publicKey) &&
      'CONCORDAT_JWT_PUBLIC_KEY is the development key',
    maskKey === developmentMaskKey && 'CONCORDAT_MASK_KEY is the development mask key',
    maskKey.length < shortestMaskKey && `CONCORDAT_MASK_KEY is shorter than ${shortestMaskKey} characters`,
  ].filter((finding) => finding !== false);
  if (findings.length === 0) return;
  throw new ConcordatError('CONFIGURATION_INVALID', `Not fit for production: ${findings.join('; ')}.`, {
    fix: 'Set them to your identity provider\'s and to a secret of your own, e.g. of "openssl rand -base64 32".',
  });
}

function isDevelopmentKey(publicKey: string): boolean {
  return publicKeyOf(publicKey).equals(publicKeyOf(developmentPublicKey));
}
