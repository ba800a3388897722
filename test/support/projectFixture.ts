import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/config/packageRoot.ts';
import { shippedVocabularyFile } from '../../src/config/ProjectFiles.ts';
import type { ProjectFiles } from '../../src/config/ProjectFiles.ts';
import { claimsProject } from './claimsProject.ts';

/** Paths of the fixture's files, so that a test names them shortly. */
export const fixturePaths = {
  shared: 'schema/shared.graphql',
  consumers: 'schema/consumers.yaml',
  settledClaim: 'schema/contracts/settled_claim/v1.graphql',
  settledClaimSql: 'schema/contracts/settled_claim/v1.sql',
  claimDossier: 'schema/contracts/claim_dossier/v1.graphql',
  product: 'schema/products/claim_intake/product.graphql',
  productSql: 'schema/products/claim_intake/project.sql',
  officesCsv: 'schema/products/claim_intake/offices.csv',
  reconciliation: 'schema/reconciliations/claim_balance/reconciliation.graphql',
  resolveSql: 'schema/reconciliations/claim_balance/resolve.sql',
  exceptionsSql: 'schema/reconciliations/claim_balance/exceptions.sql',
} as const;

/**
 * A valid small project of an insurer: product `claim_intake` (tables `claims` from topic `intake.claims`, `offices`
 * from a file), reconciliation `claim_balance`, contract `settled_claim@1` over them and `claim_dossier@1`, an existing
 * table. `changes` replaces files by path, adds them, or takes them away (`undefined`).
 */
export function projectFixture(changes: Readonly<Record<string, string | undefined>> = {}): ProjectFiles {
  const shipped = readFileSync(join(packageRoot(), 'schema', 'directives.graphql'), 'utf8');
  const files = new Map<string, string>([[shippedVocabularyFile, shipped], ...Object.entries(claimsProject)]);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return files;
}

/**
 * The fixture with one piece of one file replaced.
 *
 * @throws Error when the piece is not in the file exactly once, so that a test cannot pass by changing nothing.
 */
export function editedProject(
  path: string,
  from: string,
  to: string,
  files = projectFixture(),
): ProjectFiles {
  const text = files.get(path);
  if (text?.split(from).length !== 2) {
    throw new Error(`"${from}" must be in ${path} exactly once.`);
  }
  return new Map([...files, [path, text.replace(from, () => to)]]);
}
