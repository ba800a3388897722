import type { Project } from '../../contract/model.ts';
import type { ExampleRequest } from './exampleRequest.ts';

export interface Welcome {
  readonly project: Project;
  readonly address: string;
  readonly connectionString: string;
  readonly example: (ExampleRequest & { readonly token: string }) | undefined;
}

/** What `concordat dev` says when everything runs: where, as whom, and what to try. */
export function printWelcome(stdout: NodeJS.WritableStream, welcome: Welcome): void {
  const { project, address, connectionString, example } = welcome;
  const lines = [
    '',
    `Concordat serves ${project.contracts.map(({ id }) => id).join(', ')}`,
    '',
    `  GraphQL     ${address}/graphql`,
    `  GraphiQL    ${address}/graphiql`,
    `  Health      ${address}/livez  ${address}/readyz`,
    `  PostgreSQL  ${connectionString}`,
    '',
    ...(example === undefined ? [] : exampleLines(address, example)),
    'Ctrl+C stops. Data is kept for the next start.',
    '',
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function exampleLines(
  address: string,
  { consumer, purpose, query, token }: NonNullable<Welcome['example']>,
): readonly string[] {
  return [
    `A token of ${consumer} for ${purpose}, good for 12 hours:`,
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
