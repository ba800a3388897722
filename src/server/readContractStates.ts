import sql, { empty, join } from 'sql-template-tag';
import type { Contract, Project } from '../contract/model.ts';
import { identifier } from '../query/sql/identifier.ts';
import { toStatement } from '../query/sql/toStatement.ts';
import type { Statement } from '../query/Statement.ts';
import type { Session } from '../storage/Database.ts';

/**
 * Reads how far each contract has come, by id. For a contract that Concordat derives: when the oldest source event
 * arrived that it does not hold yet, and now where it holds them all. For an existing table: its newest as-of.
 */
export async function readContractStates(
  database: Session,
  project: Project,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await database.query<{ contract: string; as_of: string | null }>(statesStatement(project));
  return new Map(rows.map(({ contract, as_of }) => [contract, as_of]));
}

function statesStatement({ contracts }: Project): Statement {
  const existing = contracts.filter(({ sql: definition, serving }) => !definition && serving.asOfColumn);
  const derived = sql`select "contract", coalesce((select min("received_at") from "raw"."event" where "xid" >= pg_snapshot_xmin("applied") and not pg_visible_in_snapshot("xid", "applied")), transaction_timestamp()) as "as_of" from "contract"."state"`;
  return toStatement(sql`${derived}${existing.length > 0 ? join(existing.map(newestSql), '') : empty}`);
}

function newestSql({ id, serving: { schema, table, asOfColumn = '' } }: Contract) {
  return sql` union all select ${id}::text, max(${identifier(asOfColumn)})::timestamptz from ${identifier(schema, table)}`;
}
