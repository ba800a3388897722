import type { Rule } from './Rule.ts';

/** Every rule that a project is checked against. */
export const projectRules: readonly Rule[] = Object.freeze([]);
