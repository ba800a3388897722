import { contractsExtension } from './contractsExtension.ts';
import { deprecationHeaders } from './deprecationHeaders.ts';
import { flushAudit } from './flushAudit.ts';
import type { RequestContext } from './RequestContext.ts';

/** What an answer says beside its data. */
export interface RequestEnding {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Ends a request before its answer is sent: writes the audit and says what stands behind the answer.
 *
 * @throws ConcordatError when the audit can't be written; the answer must then not be sent
 */
export async function finishRequest(context: RequestContext): Promise<RequestEnding> {
  await flushAudit(context);
  const contracts = await contractsExtension(context);
  return {
    extensions: contracts.length === 0 ? {} : { contracts },
    headers: deprecationHeaders(context),
  };
}
