import { createHash } from 'node:crypto';
import type { Project } from '../../contract/model.ts';

/** What says nothing of what is derived: words for people, and where in its file something is declared. */
const besides: ReadonlySet<string> = new Set(['description', 'place', 'node', 'sqlLines']);

function essenceOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essenceOf);
  if (value instanceof Map) return essenceOf([...value.entries()]);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).flatMap(([name, member]) =>
    besides.has(name) ? [] : [[name, essenceOf(member)]],
  );
}

/** Each batch asks for it. */
const known = new WeakMap<Project, string>();

/**
 * Tells a project from any other of which something else is derived: declarations, SQL and reference data are in it, their
 * descriptions and contracts that nobody derives are not.
 */
export function projectDigest(project: Project): string {
  const before = known.get(project);
  if (before !== undefined) return before;
  const { sharedTypes, contracts, products, reconciliations } = project;
  // As text, so that processes agree: a binary form would also hold how a process happens to keep each string.
  const derived = contracts.filter(({ sql }) => sql !== undefined);
  const essence = essenceOf([sharedTypes, derived, products, reconciliations]);
  const digest = createHash('sha256').update(JSON.stringify(essence)).digest('hex');
  known.set(project, digest);
  return digest;
}
