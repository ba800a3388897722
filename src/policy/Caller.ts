/** Who asks and why, as proven by a verified token. Made by an authenticator only; nothing else a client sends is in it. */
export interface Caller {
  /** The token's `sub`: a registered consumer's name, not yet looked up. */
  readonly consumer: string;
  /** Every purpose that the token allows. */
  readonly purposes: readonly string[];
  /** The one purpose of this request, one of `purposes`. */
  readonly purpose: string;
  /** The token's top-level claims that are strings, for row policies. */
  readonly claims: ReadonlyMap<string, string>;
  readonly expiresAt: Date;
  /** The token's `jti`, where it has one. */
  readonly tokenId?: string;
}
