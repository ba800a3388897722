import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { DevelopmentCaller } from '../../server/development/DevelopmentCaller.ts';
import type { DevelopmentTokenRequest } from '../../server/development/Development.ts';

/** Somebody who may ask something, the token for it, and what to ask: for the first minute with a project. */
export interface ExampleRequest {
  readonly consumer: string;
  readonly purpose: string;
  /** What the token says for row policies. */
  readonly claims: Readonly<Record<string, string>>;
  readonly token: string;
  readonly query: string;
}

export interface ExampleOptions {
  readonly callers: readonly DevelopmentCaller[];
  readonly issueToken: (request: DevelopmentTokenRequest) => Promise<string>;
  /** What the gateway lets a token see. Throws ConcordatError FORBIDDEN for nothing. */
  readonly profileOf: (token: string) => Promise<AccessProfile>;
}

const shownFields = 5;

/**
 * The first caller whose token the gateway accepts, and a query for the first rows of its first contract; none when
 * nobody may see anything. A deprecated version is served but not recommended: it is shown only where there is nothing else.
 * Row policies get the claims that some row has.
 */
export async function exampleRequest(options: ExampleOptions): Promise<ExampleRequest | undefined> {
  let deprecated: ExampleRequest | undefined;
  for (const { consumer, purposes } of options.callers) {
    for (const { name: purpose, claims: asked } of purposes) {
      const claims = Object.fromEntries(
        asked.flatMap(({ name, example }) => (example === null ? [] : [[name, example]])),
      );
      const token = await options.issueToken({ consumer, purposes: [purpose], claims });
      const access = recommended(await accessesOf(token, options));
      if (access === undefined) continue;
      const request = { consumer, purpose, claims, token, query: exampleQuery(access) };
      if (!isDeprecated(access)) return request;
      deprecated ??= request;
    }
  }
  return deprecated;
}

async function accessesOf(token: string, { profileOf }: ExampleOptions): Promise<readonly ContractAccess[]> {
  try {
    return [...(await profileOf(token)).contracts.values()];
  } catch (error) {
    // Nothing is covered: its rows reside elsewhere, or there is no row yet whose claim it could have. Another one may do.
    if (error instanceof ConcordatError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

const isDeprecated = ({ contract }: ContractAccess): boolean => contract.status === 'DEPRECATED';

/** The newest version of the first contract that is not deprecated. */
function recommended(accesses: readonly ContractAccess[]): ContractAccess | undefined {
  const first = accesses.find((access) => !isDeprecated(access));
  const [newest] = accesses
    .filter((access) => !isDeprecated(access) && access.contract.name === first?.contract.name)
    .toSorted((a, b) => b.contract.version - a.contract.version);
  return newest ?? accesses[0];
}

function exampleQuery({ contract, fields }: ContractAccess): string {
  const leaves = [...fields.values()]
    .filter(({ field }) => field.type.kind !== 'OBJECT')
    .slice(0, shownFields);
  const names = leaves.map(({ field }) => field.name).join(' ');
  return `{ ${contract.queryName}List(first: 3) { nodes { ${names} _meta { settlement asOf } } } }`;
}
