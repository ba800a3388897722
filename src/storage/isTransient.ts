import { ConcordatError } from '../errors/ConcordatError.ts';
import { sqlFailureOf } from './SqlFailure.ts';

// Serialization failure, deadlock, lock not available, read-only (a standby, as while another server takes over), idle in transaction;
// resources, operator intervention, connection.
const transient = /^(40|55P03|25006|25P03|53|57|08)/;

/** Whether what failed may succeed when it is tried again as it is: it says something of the moment, nothing of the data. */
export function isTransient(error: unknown): boolean {
  const failure = sqlFailureOf(error);
  if (failure !== undefined) return transient.test(failure.details.sqlState);
  return error instanceof ConcordatError && error.code === 'DATABASE_UNAVAILABLE';
}
