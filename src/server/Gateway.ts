import type { Logger } from 'pino';
import type { Project } from '../contract/model.ts';
import type { Authenticator } from '../policy/identity/createAuthenticator.ts';
import type { MaskKeys } from '../policy/masks/MaskKeys.ts';
import type { Database } from '../storage/Database.ts';
import type { DevelopmentTokenRequest } from './development/Development.ts';
import type { Limits } from './limits/Limits.ts';
import type { LiveSource } from './live/LiveHub.ts';
import type { LiveLimits } from './live/LiveLimits.ts';
import type { LoadLimits } from './limits/LoadLimits.ts';
import type { Health, Obstacle } from './http/serveHealth.ts';
import type { GatewayMetrics } from './metrics/createGatewayMetrics.ts';
import type { Timeouts } from './Timeouts.ts';

/** What a gateway is made of. It owns none of it: who made the database closes it, after the gateway. */
export interface GatewayOptions {
  readonly project: Project;
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly maskKeys: MaskKeys;
  /** Secret of which cursors are made; the same in every process that serves the project. */
  readonly cursorKey: string | Buffer;
  readonly logger: Logger;
  /** The region that this deployment serves; every region when absent. */
  readonly deploymentRegion?: string | undefined;
  readonly now?: () => Date;
  /** Where they differ from `defaultLimits`. */
  readonly limits?: Partial<Limits>;
  /** Where they differ from `defaultLoadLimits`. */
  readonly loadLimits?: Partial<LoadLimits>;
  /** Where they differ from `defaultTimeouts`. */
  readonly timeouts?: Partial<Timeouts>;
  /** Where the changes of contracts come from; the embedded feed in the database unless said otherwise. */
  readonly live?: LiveSource;
  /** Where they differ from `defaultLiveLimits`. */
  readonly liveLimits?: Partial<LiveLimits> | undefined;
  /** Origins of pages that may open sockets, beside the gateway's own. */
  readonly allowedOrigins?: readonly string[];
  /** What keeps those from their work who fill what is served, where they run in this process. */
  readonly obstacle?: (() => Promise<Obstacle | undefined>) | undefined;
  /** Told of requests and answers. */
  readonly metrics?: GatewayMetrics | undefined;
  /** Lets whoever reaches the gateway pose as any consumer. Never in production. */
  readonly development?: {
    readonly issueToken: (request: DevelopmentTokenRequest) => Promise<string>;
  };
}

/** A gateway over HTTP. */
export interface Gateway {
  /** What its probes answer by, to be asked elsewhere too. */
  readonly health: Health;
  /**
   * Serves another project from now on. Requests in flight end as they began; of the subscriptions end those whose contract or
   * agreement is another one or gone. The database must be what the project needs.
   */
  replaceProject(project: Project): void;
  /**
   * Begins to answer and gives its address, e.g. `http://127.0.0.1:4000`. Port 0 takes any free one.
   *
   * @throws Error with code EADDRINUSE or EACCES, as `node:http` gives it
   */
  listen(at: { readonly port: number; readonly host: string }): Promise<string>;
  /**
   * Takes no more requests, lets those in flight finish, and cuts off what is left after `deadlineMs`. Resolves when no
   * connection is open any more; calling it again waits for the same.
   */
  close(options: { readonly deadlineMs: number }): Promise<void>;
}
