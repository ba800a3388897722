import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, fetchExchange } from '@urql/core';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { type ClinicGateway, research, startClinic, tokenFor } from '../../support/clinicGateway.ts';

let clinic: ClinicGateway;
let headers: { authorization: string };
beforeAll(async () => {
  clinic = await startClinic();
  headers = { authorization: `Bearer ${await tokenFor(research)}` };
});
afterAll(() => clinic.close());

const visit = { visitId: 'v1', email: 'm***@example.com' };

describe('Apollo Client', () => {
  const query = gql`
    query Visit($id: ID!) {
      clinicVisitV1(visitId: $id) {
        visitId
        email
      }
    }
  `;

  it.each([false, true])('reads a row, by GET: %p', async (useGETForQueries) => {
    const client = new ApolloClient({
      link: new HttpLink({ uri: `${clinic.url}/graphql`, headers, useGETForQueries }),
      cache: new InMemoryCache(),
    });
    const { data } = await client.query({ query, variables: { id: 'v1' } });
    expect(data).toMatchObject({ clinicVisitV1: visit });
    client.stop();
  });

  it('is told what is wrong with a query', async () => {
    const client = new ApolloClient({
      link: new HttpLink({ uri: `${clinic.url}/graphql`, headers }),
      cache: new InMemoryCache(),
    });
    const asked = client.query({ query: gql('{ clinicVisitV1List(first: 501) { totalCount } }') });
    const error: unknown = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.['code']).toBe('LIMIT_EXCEEDED');
    client.stop();
  });
});

describe('urql', () => {
  it.each([false, true])('reads pages, by GET: %p', async (preferGetMethod) => {
    const client = new Client({
      url: `${clinic.url}/graphql`,
      exchanges: [fetchExchange],
      fetchOptions: { headers },
      preferGetMethod,
    });
    const page =
      'query Page($after: String) { clinicVisitV1List(first: 2, after: $after) { nodes { visitId } pageInfo { hasNextPage endCursor } } }';
    const first = await client
      .query<Record<string, { nodes: unknown; pageInfo: { endCursor: string } }>>(page, {})
      .toPromise();
    expect(first.error).toBeUndefined();
    expect(first.data).toMatchObject({
      clinicVisitV1List: { nodes: [{ visitId: 'v1' }, { visitId: 'v2' }], pageInfo: { hasNextPage: true } },
    });
    const after = first.data?.['clinicVisitV1List']?.pageInfo.endCursor;
    const second = await client.query(page, { after }).toPromise();
    expect(second.data).toMatchObject({
      clinicVisitV1List: { nodes: [{ visitId: 'v3' }], pageInfo: { hasNextPage: false } },
    });
  });
});

describe('Relay', () => {
  it('compiles a paginated query against the schema, and what it compiled is answered', async () => {
    const introspected = await clinic.ask({ query: getIntrospectionQuery() });
    const schema = printSchema(buildClientSchema(introspected.data as unknown as IntrospectionQuery));
    const directory = await mkdtemp(join(tmpdir(), 'concordat-relay-'));
    try {
      await mkdir(join(directory, 'src'));
      await writeFile(join(directory, 'schema.graphql'), schema);
      await writeFile(
        join(directory, 'relay.config.json'),
        JSON.stringify({
          src: './src',
          schema: './schema.graphql',
          language: 'typescript',
          eagerEsModules: true,
        }),
      );
      await writeFile(
        join(directory, 'src', 'Visits.ts'),
        'graphql`query VisitsQuery($count: Int, $cursor: String) { clinicVisitV1List(first: $count, after: $cursor) @connection(key: "Visits_clinicVisitV1List") { edges { node { visitId email history { visitCount } } } } }`;\n',
      );
      const cli = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
      await promisify(execFile)(process.execPath, [cli, 'relay.config.json'], { cwd: directory });
      const artifact = await readFile(
        join(directory, 'src', '__generated__', 'VisitsQuery.graphql.ts'),
        'utf8',
      );
      const text = /"text": ("(?:[^"\\]|\\.)*")/.exec(artifact)?.[1];
      const query: unknown = JSON.parse(text ?? 'null');
      if (typeof query !== 'string') throw new Error('relay-compiler wrote no query');
      const answer = await clinic.ask({ query, variables: { count: 1, cursor: null } });
      expect(answer.errors).toEqual([]);
      expect(answer.data).toMatchObject({
        clinicVisitV1List: {
          edges: [
            {
              node: { ...visit, history: { visitCount: 2 }, __typename: 'ClinicVisitV1' },
              cursor: expect.any(String),
            },
          ],
          pageInfo: { endCursor: expect.any(String), hasNextPage: true },
        },
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
