import type { Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { Project } from '../../contract/model.ts';
import { combineObservers } from '../../pipeline/observe/combineObservers.ts';
import { createWatchdog } from '../../pipeline/observe/createWatchdog.ts';
import { createWatermarks } from '../../pipeline/observe/createWatermarks.ts';
import type { PipelineObserver } from '../../pipeline/observe/PipelineObserver.ts';
import { createOperationsServer } from '../../server/createOperationsServer.ts';
import { createPipelineHealth } from '../../server/createPipelineHealth.ts';
import type { Health } from '../../server/http/serveHealth.ts';
import { createPipelineMetrics } from '../../server/metrics/createPipelineMetrics.ts';
import { createScrape } from '../../server/metrics/createScrape.ts';
import { measureConnections } from '../../server/metrics/measureConnections.ts';
import { setAsideReading } from '../../server/metrics/readings/setAsideReading.ts';
import { exceptionsReading } from '../../server/metrics/readings/exceptionsReading.ts';
import { freshnessReading } from '../../server/metrics/readings/freshnessReading.ts';
import { lagReading } from '../../server/metrics/readings/lagReading.ts';
import { outboxReading } from '../../server/metrics/readings/outboxReading.ts';
import { rawReading } from '../../server/metrics/readings/rawReading.ts';
import type { Database } from '../../storage/Database.ts';
import { listen } from '../gateway/listen.ts';

export interface ObservedPipelineOptions {
  readonly project: Project;
  readonly database: Database;
  readonly registry: Registry;
  readonly logger: Logger;
  /** 15 s when absent. */
  readonly leaseMs?: number;
  /** Milliseconds without a turn of a worker after which the process is no longer alive; 40 leases when absent. */
  readonly stallMs?: number | undefined;
  readonly isClosing: () => boolean;
}

/** What a process of the pipeline tells of itself. */
export interface ObservedPipeline {
  /** To be told by the workers. */
  readonly observer: PipelineObserver;
  /** What its probes answer by, to be asked elsewhere too. */
  readonly health: Health;
  /** Serves `/livez`, `/readyz` and `/metrics`; gives the address. Throws as `listen`. */
  listen(at: { readonly port: number; readonly host: string }, ways?: string): Promise<string>;
  close(): Promise<void>;
}

/** A worker that has been silent for as many leases is stuck: no batch takes that long, nor a wait for others' locks. */
const leasesBeforeStall = 40;

/** Makes metrics and health of a process of the pipeline out of what its workers tell. */
export function observePipeline(options: ObservedPipelineOptions): ObservedPipeline {
  const { project, database, registry, logger, isClosing, leaseMs = 15_000 } = options;
  const clock = (): number => performance.now();
  const watchdog = createWatchdog({ stallMs: options.stallMs ?? leasesBeforeStall * leaseMs, clock });
  const watermarks = createWatermarks(clock);
  measureConnections(registry, database);
  const metrics = createPipelineMetrics(registry, project);
  const scrape = createScrape({
    registry,
    database,
    readings: [
      lagReading(registry, project, watermarks),
      freshnessReading(registry, () => project),
      exceptionsReading(registry, () => project),
      setAsideReading(registry, project),
      outboxReading(registry, project),
      rawReading(registry, project),
    ],
  });
  const health = createPipelineHealth({ aside: database.aside, watchdog, isClosing });
  const server = createOperationsServer({ health, scrape, logger });
  return {
    health,
    observer: combineObservers(metrics, watermarks, watchdog.observer),
    listen: (at, ways) => listen(server, at, ways),
    close: () => server.close(),
  };
}
