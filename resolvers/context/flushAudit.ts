import { auditRecord } from '../../src/policy/auditRecord.ts';
import { auditStatement } from '../../src/query/statements/auditStatement.ts';
import type { RequestContext } from './RequestContext.ts';

/**
 * Writes what the request read, in one statement. An answer must not be sent when this fails.
 *
 * @throws ConcordatError from the database
 */
export async function flushAudit({ accesses, profile, traceId, database }: RequestContext): Promise<void> {
  const records = accesses.entries().flatMap((logged) => auditRecord({ ...logged, profile, traceId }) ?? []);
  if (records.length > 0) await database.execute(auditStatement(records));
}
