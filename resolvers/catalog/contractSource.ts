import type { Project } from '../../src/contract/model.ts';
import { sourceFacts } from '../../src/query/schema/sourceFacts.ts';

/** A product table, a reconciliation or a field of one, as `ContractSource` explains it. */
export interface ContractSource {
  readonly path: string;
  readonly kind: 'PRODUCT' | 'RECONCILIATION';
  readonly description: string | null;
  readonly owner: string | null;
  readonly authority: string | null;
  readonly freshness: string | null;
  readonly deprecationPolicy: string | null;
}

export function contractSource(project: Project, path: string): ContractSource {
  const facts = sourceFacts(project, path);
  return {
    path,
    kind: facts?.kind ?? 'PRODUCT',
    description: facts?.description ?? null,
    owner: facts?.owner ?? null,
    authority: facts?.authority ?? null,
    freshness: facts?.freshness ?? null,
    deprecationPolicy: facts?.deprecationPolicy ?? null,
  };
}
