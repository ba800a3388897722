import type { ServedContracts } from '../../policy/servedContracts.ts';
import type { ExampleRequest } from './exampleRequest.ts';

export interface Welcome {
  readonly contracts: ServedContracts;
  readonly address: string;
  readonly connectionString: string;
  /** Products that could not take all of their events. */
  readonly parked: readonly { readonly product: string; readonly parked: number }[];
  readonly example: ExampleRequest | undefined;
}

/** What `concordat dev` says when everything runs: where, as whom, and what to try. */
export function printWelcome(stdout: NodeJS.WritableStream, welcome: Welcome): void {
  const { contracts, address, connectionString, parked, example } = welcome;
  const lines = [
    '',
    ...contractLines(contracts),
    ...parked.map(
      ({ product, parked: events }) =>
        `  ${events} events parked by ${product}: see raw.parked for the reasons`,
    ),
    '',
    `  GraphQL     ${address}/graphql`,
    `  GraphiQL    ${address}/graphiql`,
    `  Health      ${address}/livez  ${address}/readyz`,
    `  PostgreSQL  ${connectionString}`,
    '',
    ...(example === undefined ? [whyNoExample(contracts), ''] : exampleLines(address, example)),
    'Ctrl+C stops. Data is kept for the next start.',
    '',
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function contractLines({ served, notServed }: ServedContracts): readonly string[] {
  const ids = served.length === 0 ? 'no contract' : served.map(({ id }) => id).join(', ');
  return [
    `Concordat serves ${ids}`,
    ...notServed.map(({ contract, reason }) => `  not ${contract.id}: ${reason}`),
  ];
}

function whyNoExample({ served }: ServedContracts): string {
  return served.length === 0
    ? 'Nobody may ask for anything today: see the agreements in schema/consumers.yaml.'
    : 'There is no token to paste: each contract wants a claim that no row has yet. See `concordat token --claim`.';
}

function exampleLines(
  address: string,
  { consumer, purpose, claims, query, token }: ExampleRequest,
): readonly string[] {
  const given = Object.entries(claims).map(([name, value]) => `, with the claim ${name}=${value}`);
  return [
    `A token of ${consumer} for ${purpose}${given.join('')}, good for 12 hours:`,
    '',
    `  ${token}`,
    '',
    'Try it:',
    '',
    `  curl -s ${address}/graphql -H 'content-type: application/json' \\`,
    `    -H 'authorization: Bearer ${token}' \\`,
    `    -d '${JSON.stringify({ query })}'`,
    '',
  ];
}
