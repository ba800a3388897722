import type { Problem } from '../../errors/Problem.ts';

/** What `concordat lint` says; its JSON is this. */
export interface LintReport {
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** What was not checked and why, a sentence each; empty when everything was. */
  readonly notes: readonly string[];
}
