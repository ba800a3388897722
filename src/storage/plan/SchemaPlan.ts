import type { Problem } from '../../errors/Problem.ts';

/** One step that brings the database to what is declared. */
export interface PlanStep {
  /** What the step is about: a migration's name, or `schema.table`. */
  readonly target: string;
  readonly sql: string;
  readonly reason: string;
}

/** A change that Concordat does not make by itself, because it would lose data or fail. */
export interface Refusal {
  readonly target: string;
  readonly message: string;
  readonly fix: string;
}

/** What a project needs of its database. */
export interface SchemaPlan {
  readonly steps: readonly PlanStep[];
  readonly refusals: readonly Refusal[];
  /** What is wrong with the project's SQL and reference files, seen against the tables after the steps. */
  readonly problems: readonly Problem[];
  /** What the reader should know but nothing needs to be done for. */
  readonly notes: readonly string[];
}
