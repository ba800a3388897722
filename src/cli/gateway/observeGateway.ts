import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Project } from '../../contract/model.ts';
import { createOperationsServer } from '../../server/createOperationsServer.ts';
import type { Health } from '../../server/http/serveHealth.ts';
import { createGatewayMetrics, type GatewayMetrics } from '../../server/metrics/createGatewayMetrics.ts';
import { createScrape } from '../../server/metrics/createScrape.ts';
import { measureConnections } from '../../server/metrics/measureConnections.ts';
import { exceptionsReading } from '../../server/metrics/readings/exceptionsReading.ts';
import { freshnessReading } from '../../server/metrics/readings/freshnessReading.ts';
import type { Database } from '../../storage/Database.ts';
import { listen } from './listen.ts';
import { metricsPortWays } from './metricsPortWays.ts';

export interface ObservedGatewayOptions {
  readonly project: Project;
  readonly database: Database;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** What a gateway tells of itself, on a listener that consumers do not reach. */
export interface ObservedGateway {
  /** To be told of requests and answers. */
  readonly metrics: GatewayMetrics;
  /** Serves `/metrics`, and the gateway's own `/livez` and `/readyz`; gives the address. Throws as `listen`. */
  listen(at: { readonly port: number; readonly host: string }, health: Health): Promise<string>;
  /** Tells of another project's contracts and exceptions from now on. */
  replaceProject(project: Project): void;
  close(): Promise<void>;
}

/** Makes the metrics of a gateway. They name every contract, so they are not served where consumers ask. */
export function observeGateway(options: ObservedGatewayOptions): ObservedGateway {
  const { database, registry, logger } = options;
  let { project } = options;
  const projectNow = (): Project => project;
  measureConnections(registry, database);
  const metrics = createGatewayMetrics(registry, project);
  const scrape = createScrape({
    registry,
    database,
    readings: [freshnessReading(registry, projectNow), exceptionsReading(registry, projectNow)],
  });
  let close = (): Promise<void> => Promise.resolve();
  return {
    metrics,
    listen: (at, health) => {
      const server = createOperationsServer({ health, scrape, logger });
      close = () => server.close();
      return listen(server, at, metricsPortWays);
    },
    replaceProject: (next) => {
      project = next;
    },
    close: () => close(),
  };
}
