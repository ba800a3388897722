import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { runPublisher } from '../../../src/pipeline/publish/runPublisher.ts';
import { createAuthenticator } from '../../../src/policy/identity/createAuthenticator.ts';
import {
  developmentAudience,
  developmentIssuer,
  developmentPublicKey,
} from '../../../src/policy/identity/developmentIdentity.ts';
import { createGateway } from '../../../src/server/createGateway.ts';
import type { GatewayOptions } from '../../../src/server/Gateway.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../../integration/retailer/retailer.ts';
import { clinicNow } from '../clinicGateway.ts';
import { appendEvent, type RetailerEvent } from './appendEvent.ts';

export interface LiveRetailer extends Retailer {
  readonly url: string;
  /** Source events arrive, and are derived; their changes are published soon after. */
  readonly arrive: (...events: readonly RetailerEvent[]) => Promise<void>;
  readonly logText: () => string;
  /** One more gateway on the same database. */
  readonly startReplica: (
    options?: Partial<GatewayOptions>,
  ) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
}

/** The retailer with a gateway and a pipeline, on the embedded feed. */
export async function startLiveRetailer(options: Partial<GatewayOptions> = {}): Promise<LiveRetailer> {
  const retailer = await createRetailer();
  const { database, project } = retailer;
  const lines: string[] = [];
  const stop = new AbortController();
  const publishing = runPublisher({
    ...{ database, project, signal: stop.signal, holder: 'live', pollMs: 10 },
    onFailure: (error: unknown) => lines.push(String(error)),
  });
  const startReplica: LiveRetailer['startReplica'] = async (more = {}) => {
    const gateway = createGateway({
      ...{ project, database, maskKeys: retailerMaskKeys, cursorKey: 'a cursor key of the tests' },
      authenticator: createAuthenticator({
        issuer: developmentIssuer,
        audience: developmentAudience,
        publicKey: developmentPublicKey,
        now: () => clinicNow,
      }),
      logger: createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }),
      now: () => clinicNow,
      ...options,
      ...more,
    });
    const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
    return { url, close: () => gateway.close({ deadlineMs: 1_000 }) };
  };
  const { url, close } = await startReplica();
  return {
    ...retailer,
    url,
    startReplica,
    logText: () => lines.join(''),
    async arrive(...events) {
      for (const event of events) await appendEvent(database, event);
      while ((await deriveBatch(database, project, 0, { maskKeys: retailerMaskKeys })) !== undefined);
    },
    async close() {
      await close();
      stop.abort();
      await publishing;
      await retailer.close();
    },
  };
}
