/** A place in a project's declaration files; line and column count from 1. */
export interface Place {
  /** Path relative to the project's root, e.g. `schema/contracts/billing_completed_ride/v1.graphql`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One finding about a project's declarations. A project with any problem is not served. */
export interface Problem extends Place {
  /** Stable id of the rule that found it, e.g. `mask-on-non-null-field`. */
  readonly rule: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}
