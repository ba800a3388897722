import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Project } from '../../contract/model.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { PipelineObserver } from '../../pipeline/observe/PipelineObserver.ts';
import { batchBuckets } from './buckets.ts';
import { createWorkGauge } from './createWorkGauge.ts';

const seconds = (milliseconds: number): number => milliseconds / 1_000;

/** What this process's workers do, as metrics in a registry: counters from when it started. */
export function createPipelineMetrics(registry: Registry, project: Project): PipelineObserver {
  const registers = [registry];
  const consumed = new Counter({
    name: 'messaging_client_consumed_messages_total',
    help: 'Records read from source topics, those that raw had already among them.',
    labelNames: ['messaging_system_name', 'messaging_destination_name', 'messaging_destination_partition_id'],
    registers,
  });
  const sent = new Counter({
    name: 'messaging_client_sent_messages_total',
    help: 'Records acknowledged by contract topics.',
    labelNames: ['messaging_system_name', 'messaging_destination_name'],
    registers,
  });
  const events = new Counter({
    name: 'concordat_raw_events_total',
    help: 'Source events brought into raw.',
    labelNames: ['source', 'shard'],
    registers,
  });
  const inputs = new Counter({
    name: 'concordat_product_inputs_total',
    help: 'Source events that a data product was given; applied and parked ones together.',
    labelNames: ['product'],
    registers,
  });
  const applied = new Counter({
    name: 'concordat_product_applied_total',
    help: 'Source events that a data product took.',
    labelNames: ['product'],
    registers,
  });
  const parked = new Counter({
    name: 'concordat_product_parked_total',
    help: 'Source events that a data product could not take.',
    labelNames: ['product'],
    registers,
  });
  const changes = new Counter({
    name: 'concordat_contract_changes_total',
    help: "Changes of a contract version's rows.",
    labelNames: ['contract', 'kind'],
    registers,
  });
  const published = new Counter({
    name: 'concordat_published_changes_total',
    help: 'Changes published to a contract topic or to the embedded feed.',
    labelNames: ['contract', 'destination'],
    registers,
  });
  const batches = new Histogram({
    name: 'concordat_batch_duration_seconds',
    help: 'Time of a batch from its beginning to its commit or acknowledgement.',
    labelNames: ['worker'],
    buckets: batchBuckets,
    registers,
  });
  const failures = new Counter({
    name: 'concordat_worker_failures_total',
    help: 'Failures of a worker, each tried again, by code of the error.',
    labelNames: ['worker', 'code'],
    registers,
  });
  const failing = new Gauge({
    name: 'concordat_worker_failing',
    help: "1 while none of a worker's work succeeds.",
    labelNames: ['worker'],
    registers,
  });
  const works = createWorkGauge(registry);
  const turns = new Gauge({
    name: 'concordat_worker_last_turn_timestamp_seconds',
    help: 'When a worker went round last, idle or busy.',
    labelNames: ['worker'],
    registers,
  });
  const missing = new Gauge({
    name: 'concordat_source_topics_missing',
    help: 'Source topics that do not exist; absent while Kafka cannot be asked.',
    registers,
  });
  // Nothing is known before Kafka has answered.
  missing.remove();
  for (const { name: product } of project.products) {
    for (const counter of [inputs, applied, parked]) counter.inc({ product }, 0);
  }

  return {
    turned: (worker) => {
      turns.setToCurrentTime({ worker });
    },
    rounded: (worker, failure, ofWorks) => {
      failing.set({ worker }, failure === undefined ? 0 : 1);
      works(worker, ofWorks);
    },
    failed: (worker, error) => {
      failures.inc({ worker, code: error instanceof ConcordatError ? error.code : 'INTERNAL_SERVER_ERROR' });
    },
    recovered: () => undefined,
    shared: () => undefined,
    ingested: ({ partitions, durationMs }) => {
      for (const { source, partition, consumed: records, added } of partitions) {
        consumed.inc(
          {
            messaging_system_name: 'kafka',
            messaging_destination_name: source,
            messaging_destination_partition_id: partition,
          },
          records,
        );
        events.inc({ source, shard: partition }, added);
      }
      batches.observe({ worker: 'ingester' }, seconds(durationMs));
    },
    reached: () => undefined,
    lost: () => undefined,
    missing: (topics) => {
      if (topics === undefined) missing.remove();
      else missing.set(topics.length);
    },
    derived: ({ result, durationMs }) => {
      for (const counts of result.products) {
        const { product } = counts;
        inputs.inc({ product }, counts.inputs);
        applied.inc({ product }, counts.applied);
        parked.inc({ product }, counts.parked);
      }
      for (const { contract, inserted, updated, deleted } of result.contracts) {
        changes.inc({ contract, kind: 'insert' }, inserted);
        changes.inc({ contract, kind: 'update' }, updated);
        changes.inc({ contract, kind: 'delete' }, deleted);
      }
      batches.observe({ worker: 'deriver' }, seconds(durationMs));
    },
    published: ({ contract, destination, topic, changes: count, durationMs }) => {
      published.inc({ contract, destination: destination.toLowerCase() }, count);
      if (destination === 'KAFKA') {
        sent.inc({ messaging_system_name: 'kafka', messaging_destination_name: topic }, count);
      }
      batches.observe({ worker: 'publisher' }, seconds(durationMs));
    },
    unreadable: () => undefined,
    wentBack: () => undefined,
  };
}
