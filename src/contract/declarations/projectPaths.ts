const name = '([a-z][a-z0-9]*(?:_[a-z0-9]+)*)';
const contractPattern = new RegExp(`^schema/contracts/${name}/v([1-9][0-9]{0,3})\\.(graphql|sql)$`);
const productPattern = new RegExp(`^schema/products/${name}/product\\.graphql$`);
const reconciliationPattern = new RegExp(`^schema/reconciliations/${name}/reconciliation\\.graphql$`);

const topicPattern = /^schema\/sources\/([^/]+)\.yaml$/;

export const sharedFile = 'schema/shared.graphql';
export const consumersFile = 'schema/consumers.yaml';
export const vocabularyFile = 'schema/directives.graphql';

/** What the path of a GraphQL file says that it declares. */
export type DeclaredPath =
  | { readonly kind: 'contract'; readonly name: string; readonly version: number }
  | { readonly kind: 'product'; readonly name: string }
  | { readonly kind: 'reconciliation'; readonly name: string };

/** What a GraphQL file declares by its path; undefined for a path that has no meaning. */
export function declaredPath(path: string): DeclaredPath | undefined {
  const contract = contractPattern.exec(path);
  if (contract?.[1] !== undefined && contract[3] === 'graphql') {
    return { kind: 'contract', name: contract[1], version: Number(contract[2]) };
  }
  const product = productPattern.exec(path);
  if (product?.[1] !== undefined) return { kind: 'product', name: product[1] };
  const reconciliation = reconciliationPattern.exec(path);
  if (reconciliation?.[1] !== undefined) return { kind: 'reconciliation', name: reconciliation[1] };
  return undefined;
}

export function contractFile(contract: string, version: number): string {
  return `schema/contracts/${contract}/v${version}.graphql`;
}

export function contractSqlFile(contract: string, version: number): string {
  return `schema/contracts/${contract}/v${version}.sql`;
}

export function productFile(product: string, file: string): string {
  return `schema/products/${product}/${file}`;
}

export function reconciliationFile(reconciliation: string, file: string): string {
  return `schema/reconciliations/${reconciliation}/${file}`;
}

/** The topic of source events that a file declares by its path. */
export function declaredTopic(path: string): string | undefined {
  return topicPattern.exec(path)?.[1];
}

/** The file that `billing_completed_ride@1` would be declared in. */
export function contractFileOfId(id: string): string {
  return `schema/contracts/${id.replace('@', '/v')}.graphql`;
}
