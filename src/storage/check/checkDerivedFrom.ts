import type { DerivedFrom, Project, SqlFile } from '../../contract/model.ts';
import type { Problem } from '../../errors/Problem.ts';
import { originOf, type Origin } from './originOf.ts';
import { placeOfTable } from './placeOfTable.ts';
import type { ReadRelation } from './treeReads.ts';

const sameOrigin = (a: Origin, b: Origin): boolean => a.kind === b.kind && a.name === b.name;

const namedOrigin = (from: DerivedFrom): Origin =>
  from.kind === 'product'
    ? { kind: 'product', name: `${from.product}.${from.table}` }
    : { kind: 'reconciliation', name: from.reconciliation };

/** As the table is written in SQL. */
const tableName = ({ kind, name }: Origin): string => (kind === 'product' ? name : `reconciliation.${name}`);

/**
 * Checks that `@derivedFrom` names every product table and reconciliation that a SELECT reads: over one that it does not
 * name no change finds the rows that it touches, and lineage does not lead back to its events.
 *
 * @param relations - the tables that the SELECT reads
 * @param own - assertions that the statement may read because they are its reconciliation's own
 */
export function checkDerivedFrom(
  sql: SqlFile,
  relations: readonly ReadRelation[],
  derivedFrom: readonly DerivedFrom[],
  project: Project,
  own?: string,
): readonly Problem[] {
  const named = derivedFrom.map(namedOrigin);
  if (own !== undefined) named.push({ kind: 'reconciliation', name: own });
  const missing: Origin[] = [];
  for (const relation of relations) {
    const origin = originOf(relation, project);
    if (origin === undefined) continue;
    if (![...named, ...missing].some((other) => sameOrigin(other, origin))) missing.push(origin);
  }
  return missing.map((origin) => ({
    ...placeOfTable(sql, tableName(origin)),
    rule: 'derived-from-incomplete',
    message: `${sql.file} reads ${tableName(origin)}, which no @derivedFrom names.`,
    fix: `Add @derivedFrom(${origin.kind}: "${origin.name}", by: …) to the type, with a column by which both have the same value, so that changes reach the row and lineage leads back.`,
  }));
}
