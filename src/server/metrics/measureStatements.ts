import { Histogram, type Registry } from 'prom-client';
import type { StatementObservation } from '../../storage/Database.ts';
import { batchBuckets } from './buckets.ts';

/** Measures statements; to be handed to `createDatabase` as `onStatement`. */
export function measureStatements(registry: Registry): (observation: StatementObservation) => void {
  const durations = new Histogram({
    name: 'db_client_operation_duration_seconds',
    help: 'Time of a statement.',
    labelNames: ['db_system_name', 'outcome'],
    buckets: batchBuckets,
    registers: [registry],
  });
  return ({ durationMs, ok }) => {
    durations.observe(
      { db_system_name: 'postgresql', outcome: ok ? 'succeeded' : 'failed' },
      durationMs / 1_000,
    );
  };
}
