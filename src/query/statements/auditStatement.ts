import sql from 'sql-template-tag';
import type { AuditRecord } from '../../policy/auditRecord.ts';
import { toStatement } from '../sql/toStatement.ts';
import type { Statement } from '../Statement.ts';

/** Writes the records of one request, all or none. */
export function auditStatement(records: readonly AuditRecord[]): Statement {
  return toStatement(
    sql`insert into "audit"."access" ("consumer", "purpose", "regions", "contract", "fields", "row_count", "operation", "trace_id") select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r ("consumer" text, "purpose" text, "regions" text[], "contract" text, "fields" jsonb, "rowCount" integer, "operation" text, "traceId" text)`,
  );
}
