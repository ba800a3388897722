import { auditRecord } from '../../src/policy/auditRecord.ts';
import { auditStatement } from '../../src/query/statements/auditStatement.ts';
import type { AccessLog, LoggedAccess } from './AccessLog.ts';
import type { RequestContext } from './RequestContext.ts';

/** Who read, and on which trace. */
export type Reading = Pick<RequestContext, 'profile' | 'traceId' | 'database'>;

/**
 * Writes what was read, in one statement.
 *
 * @throws ConcordatError from the database
 */
export async function writeAudit(
  { profile, traceId, database }: Reading,
  accesses: readonly LoggedAccess[],
): Promise<void> {
  const records = accesses.flatMap((logged) => auditRecord({ ...logged, profile, traceId }) ?? []);
  if (records.length > 0) await database.execute(auditStatement(records));
}

/** Writes what the request read. An answer must not be sent when this fails; throws as `writeAudit`. */
export function flushAudit(context: RequestContext): Promise<void> {
  return writeAudit(context, context.accesses.entries());
}

/** Writes what was read since the last time; what could not be written is noted still. Throws as `writeAudit`. */
export async function flushSince(reading: Reading, accesses: AccessLog): Promise<void> {
  const taken = accesses.take();
  try {
    await writeAudit(reading, taken);
  } catch (error) {
    for (const { access, operation, paths, rowCount } of taken)
      accesses.record(access, operation, [...paths], rowCount);
    throw error;
  }
}
