import { contractFreshness, type ContractFreshness } from './contractFreshness.ts';
import type { RequestContext } from './RequestContext.ts';

/** What an answer says of a contract that stands behind it. */
export interface ContractExtension extends ContractFreshness {
  readonly name: string;
  readonly version: number;
  readonly settlement: string;
  readonly deprecated: boolean;
  /** Last day of service of a deprecated version, ISO 8601. */
  readonly sunset: string | null;
}

/** `extensions.contracts`: every contract that the operation touched, ordered by id. */
export function contractsExtension(context: RequestContext): Promise<readonly ContractExtension[]> {
  return Promise.all(
    context.accesses.contracts().map(async ({ contract }) => ({
      name: contract.name,
      version: contract.version,
      ...(await contractFreshness(context, contract)),
      settlement: contract.settlement,
      deprecated: contract.status === 'DEPRECATED',
      sunset: contract.sunset?.on ?? null,
    })),
  );
}
