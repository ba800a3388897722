import type { Project } from '../../contract/model.ts';

/** Who answers for what a contract is made of, and how new it is. */
export interface SourceFacts {
  readonly kind: 'PRODUCT' | 'RECONCILIATION';
  /** `product.table` or the reconciliation's name. */
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** A product's kind of authority; for a reconciliation, whose word counts, as a sentence. */
  readonly authority: string;
  readonly freshness?: string;
  readonly deprecationPolicy?: string;
}

/** The facts of a product table or a reconciliation by its name, which may be followed by `.field`. */
export function sourceFacts(project: Project, path: string): SourceFacts | undefined {
  const [first = '', second = ''] = path.split('.');
  const table = project.products
    .find(({ name }) => name === first)
    ?.tables.find((candidate) => candidate.table === second);
  if (table !== undefined) {
    const { description, owner, authority, freshness, deprecationPolicy } = table;
    return {
      kind: 'PRODUCT',
      name: `${first}.${second}`,
      description,
      owner,
      authority,
      freshness,
      deprecationPolicy,
    };
  }
  const reconciliation = project.reconciliations.find(({ name }) => name === first);
  if (reconciliation === undefined) return undefined;
  const { description, owner, authority } = reconciliation;
  return { kind: 'RECONCILIATION', name: first, description, owner, authority };
}
