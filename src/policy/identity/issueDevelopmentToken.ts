import { createPrivateKey } from 'node:crypto';
import {
  developmentAudience,
  developmentIssuer,
  developmentKeyId,
  developmentPrivateKey,
} from './developmentIdentity.ts';
import { issueToken } from './issueToken.ts';
import type { TokenRequest } from './issueToken.ts';

/**
 * Issues a token with the publicly known development key. A gateway in production refuses it.
 *
 * @throws ConcordatError INPUT_INVALID, see `issueToken`
 */
export async function issueDevelopmentToken(request: TokenRequest): Promise<string> {
  return await issueToken(request, {
    issuer: developmentIssuer,
    audience: developmentAudience,
    key: createPrivateKey({ key: developmentPrivateKey, format: 'jwk' }),
    algorithm: 'EdDSA',
    keyId: developmentKeyId,
  });
}
