import type { Place } from '../../errors/Problem.ts';
import type { ProjectDeclarations } from '../declarations/ProjectDeclarations.ts';

/** What a rule has to say about one place. */
export interface Finding {
  readonly at: Place;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
}

/** One thing that a project's declarations must hold to. It sees all of them and reports every breach. */
export interface Rule {
  /** Stable; programs may know it. */
  readonly id: string;
  readonly check: (declarations: ProjectDeclarations) => Iterable<Finding>;
}
