import type { DerivedFrom, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import type { Transaction } from '../Database.ts';
import { eventsTableName } from '../plan/desiredTables.ts';
import { placeInText } from './placeInText.ts';
import { relationsRead, type ReadRelation } from './relationsRead.ts';

type Origin =
  | { readonly kind: 'product'; readonly name: string }
  | { readonly kind: 'reconciliation'; readonly name: string };

const sameOrigin = (a: Origin, b: Origin): boolean => a.kind === b.kind && a.name === b.name;

/** What `@derivedFrom` has to name for a table; undefined for one that is neither a product's nor a reconciliation's. */
function originOf({ schema, name }: ReadRelation, project: Project): Origin | undefined {
  if (schema === 'reconciliation') {
    return project.reconciliations.some((reconciliation) => reconciliation.name === name)
      ? { kind: 'reconciliation', name }
      : undefined;
  }
  const table = project.products
    .filter((product) => product.name === schema)
    .flatMap(({ tables }) => tables)
    .find((candidate) => candidate.table === name || eventsTableName(candidate.table) === name);
  return table === undefined ? undefined : { kind: 'product', name: `${table.product}.${table.table}` };
}

const namedOrigin = (from: DerivedFrom): Origin =>
  from.kind === 'product'
    ? { kind: 'product', name: `${from.product}.${from.table}` }
    : { kind: 'reconciliation', name: from.reconciliation };

/** As the table is written in SQL. */
const tableName = ({ kind, name }: Origin): string => (kind === 'product' ? name : `reconciliation.${name}`);

/** Where the table's name first stands, with or without quotes; the file's start when only a view leads to it. */
function placeOf(sql: SqlFile, origin: Origin) {
  const pattern = tableName(origin)
    .split('.')
    .map((part) => `"?${part}"?`)
    .join('\\s*\\.\\s*');
  const index = new RegExp(`(?<![\\w"])${pattern}(?!\\w)`, 'i').exec(sql.text)?.index;
  // Postgres counts code points, and so do places.
  return placeInText(sql, index === undefined ? undefined : Array.from(sql.text.slice(0, index)).length + 1);
}

/**
 * Checks that `@derivedFrom` names every product table and reconciliation that a SELECT reads: over one that it does not
 * name no change finds the rows that it touches, and lineage does not lead back to its events.
 *
 * @param own - assertions that the statement may read because they are its reconciliation's own
 */
export async function checkDerivedFrom(
  transaction: Transaction,
  sql: SqlFile,
  derivedFrom: readonly DerivedFrom[],
  project: Project,
  own?: string,
): Promise<readonly Problem[]> {
  const named = derivedFrom.map(namedOrigin);
  if (own !== undefined) named.push({ kind: 'reconciliation', name: own });
  const missing: Origin[] = [];
  for (const relation of await relationsRead(transaction, sql)) {
    const origin = originOf(relation, project);
    if (origin === undefined) continue;
    if (![...named, ...missing].some((other) => sameOrigin(other, origin))) missing.push(origin);
  }
  return missing.map((origin) => ({
    ...placeOf(sql, origin),
    rule: 'derived-from-incomplete',
    message: `${sql.file} reads ${tableName(origin)}, which no @derivedFrom names.`,
    fix: `Add @derivedFrom(${origin.kind}: "${origin.name}", by: …) to the type, with a column by which both have the same value, so that changes reach the row and lineage leads back.`,
  }));
}
