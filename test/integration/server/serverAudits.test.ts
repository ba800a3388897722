import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AuditResult, serverAudits } from 'graphql-http';
import { type ClinicGateway, research, startClinic, tokenFor } from '../../support/clinicGateway.ts';

let clinic: ClinicGateway;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.close());

const severity: Readonly<Record<AuditResult['status'], number>> = { ok: 0, notice: 1, warn: 2, error: 3 };

async function auditOf(url: string, fetchFn: typeof fetch): Promise<ReadonlyMap<string, AuditResult>> {
  const results = await Promise.all(serverAudits({ url, fetchFn }).map(({ fn }) => fn()));
  // The audits leave some answers unread.
  for (const result of results) if ('response' in result) await result.response.body?.cancel();
  return new Map(results.map((result) => [`${result.id} ${result.name}`, result]));
}

it('conforms to GraphQL over HTTP: no error, and no warning that Apollo Server itself does not have', async () => {
  const bare = new ApolloServer({ typeDefs: 'type Query { hello: String }' });
  const { url } = await startStandaloneServer(bare, { listen: { port: 0, host: '127.0.0.1' } });
  const authorization = `Bearer ${await tokenFor(research)}`;
  const authorized: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', authorization);
    return fetch(input, { ...init, headers });
  };
  try {
    const apollo = await auditOf(url, fetch);
    const ours = await auditOf(`${clinic.url}/graphql`, authorized);
    expect(ours.size).toBeGreaterThan(50);
    const failures = Array.from(ours, ([name, result]) => ({
      name,
      status: result.status,
      apollo: apollo.get(name)?.status,
    }));
    expect(failures.filter(({ status }) => status === 'error')).toEqual([]);
    expect(
      failures.filter(
        ({ status, apollo: theirs }) => status !== 'notice' && severity[status] > severity[theirs ?? 'ok'],
      ),
    ).toEqual([]);
  } finally {
    await bare.stop();
  }
});
