import type { Problem } from '../../errors/Problem.ts';

/** What `concordat lint` says; its JSON is this. */
export interface LintReport {
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** What is worth knowing and no problem, a sentence each: what was not checked and why, and what is over by its date. */
  readonly notes: readonly string[];
}
