/**
 * The signature algorithms that a token may name (RFC 7518, RFC 8037, RFC 9864). All asymmetric: with a symmetric one
 * in the list a public key would be a secret that everybody knows; `none` is no signature.
 */
export const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;
export type Algorithm = (typeof algorithms)[number];
