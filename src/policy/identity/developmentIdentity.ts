/**
 * The identity that development trusts, so that `npm start` and `concordat token` work without any set-up. Its private
 * key is public knowledge: whoever reads this file can issue tokens for it, so production refuses all of it
 * (`unfitForProduction`).
 */
export const developmentIssuer = 'concordat-development';
export const developmentAudience = 'concordat';
export const developmentKeyId = 'concordat-development';

export const developmentPrivateKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'ngBAudek6rkTklpRXa0U0EMLYTdVtd7bWR778URfXM0',
  d: 'YByeaLKouqlGf7jeE85V8ra-BGQ0o6Sv-XLLcpwQbT4',
} as const;

/** As a JWK in JSON, the form that `createAuthenticator` reads. */
export const developmentPublicKey = JSON.stringify({
  kty: developmentPrivateKey.kty,
  crv: developmentPrivateKey.crv,
  x: developmentPrivateKey.x,
});

/** The secret that masks are made with while CONCORDAT_MASK_KEY is not set. */
export const developmentMaskKey = 'concordat-development-mask-key';
