import { createGateway } from '../../src/server/createGateway.ts';
import { createLogger } from '../../src/server/logging/createLogger.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../integration/retailer/retailer.ts';
import { type Answer, askGateway, clinicNow, type Person, type Question } from './clinicGateway.ts';
import { developmentAuthenticator } from './developmentAuthenticator.ts';

export interface RetailerGateway extends Retailer {
  readonly ask: (question: Question & { readonly as: Person }) => Promise<Answer>;
}

/** A gateway that listens before the repository's own project, on an empty database of its own. */
export async function startRetailer(): Promise<RetailerGateway> {
  const retailer = await createRetailer();
  const gateway = createGateway({
    project: retailer.project,
    database: retailer.database,
    authenticator: developmentAuthenticator(() => clinicNow),
    maskKeys: retailerMaskKeys,
    cursorKey: 'a cursor key of the tests',
    logger: createLogger({ level: 'silent' }),
    now: () => clinicNow,
  });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...retailer,
    ask: (question) => askGateway(url, question),
    close: async () => {
      await gateway.close({ deadlineMs: 1_000 });
      await retailer.close();
    },
  };
}
