/** A consumer with the purposes of its agreements in force, for whoever wants to pose as it; what GET /development/callers answers. */
export interface DevelopmentCaller {
  readonly consumer: string;
  readonly team: string;
  readonly description: string;
  readonly purposes: readonly DevelopmentPurpose[];
}

export interface DevelopmentPurpose {
  readonly name: string;
  readonly contracts: readonly string[];
  /** Claims that the contracts' row policies ask for beside those of every token. */
  readonly claims: readonly DevelopmentClaim[];
}

export interface DevelopmentClaim {
  readonly name: string;
  /** A value that some row has; null where none has. */
  readonly example: string | null;
  /** The contracts of which it shows rows, and the field that must be equal to it. */
  readonly policies: readonly { readonly contract: string; readonly field: string }[];
}
