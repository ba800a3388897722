import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphql, parse } from 'graphql';
import { printSubgraphSchema } from '../../../src/query/schema/printCallerSchema.ts';
import { createParcelDatabase, insertParcels, insertRows } from '../../support/parcelDatabase.ts';
import { parcelProfile, parcelsProject, type parcelCallers } from '../../support/parcels.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createOperationRunner, type OperationRunner } from '../../support/runOperation.ts';

const reviewTypes = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { reviews: [Review!]! }
  type Review { stars: Int! parcel: ParcelV2! }
  type ParcelV2 @key(fields: "parcelId") { parcelId: ID! reviews: [Review!]! }
`);

const reviewSchema = buildSubgraphSchema({
  typeDefs: reviewTypes,
  resolvers: {
    Query: { reviews: () => reviews },
    ParcelV2: {
      reviews: ({ parcelId }: { readonly parcelId: string }) =>
        reviews.filter(({ parcel }) => parcel.parcelId === parcelId),
    },
  },
});

const reviews = [
  { stars: 5, parcel: { parcelId: 'p1' } },
  { stars: 1, parcel: { parcelId: 's1' } },
];

let test: TestDatabase;
let runner: OperationRunner;

beforeAll(async () => {
  test = await createParcelDatabase();
  await insertParcels(test.database, [
    { parcel_id: 'p1', label: 'first', receiver_email: 'jane@example.com', depot_id: 'd1' },
    { parcel_id: 's1', region: 'SOUTH', label: 'southern' },
  ]);
  await insertRows(test.database, 'facility.depots', [
    { depot_id: 'd1', town: 'Uppsala', loaded_at: '2026-06-30T11:00:00Z' },
  ]);
  runner = createOperationRunner({ project: parcelsProject, database: test.database });
});

afterAll(() => test.drop());

type Caller = keyof typeof parcelCallers;

async function subgraphSdl(caller: Caller): Promise<string> {
  const { data } = await runner.run(parcelProfile(caller), '{ _service { sdl } }');
  const service: unknown = data?.['_service'];
  if (typeof service !== 'object' || service === null || !('sdl' in service)) throw new Error('no _service');
  return String(service.sdl);
}

async function supergraph(caller: Caller): Promise<string> {
  const composed = composeServices([
    { name: 'parcels', url: 'http://parcels.invalid', typeDefs: parse(await subgraphSdl(caller)) },
    { name: 'reviews', url: 'http://reviews.invalid', typeDefs: reviewTypes },
  ]);
  expect(composed.errors ?? []).toEqual([]);
  return composed.supergraphSdl ?? '';
}

function parcels(caller: Caller): GraphQLDataSource {
  return {
    process: async ({ request }) => {
      const { data, messages } = await runner.run(
        parcelProfile(caller),
        request.query ?? '',
        request.variables ?? {},
      );
      return messages.length === 0 ? { data: { ...data } } : { data: { ...data }, errors: [] };
    },
  };
}

const reviewSource: GraphQLDataSource = {
  process: async ({ request }) => {
    const { data } = await graphql({
      schema: reviewSchema,
      source: request.query ?? '',
      variableValues: request.variables ?? {},
    });
    return { data: { ...data } };
  },
};

/** Runs a query through a router whose token is the caller's. */
async function throughGateway(caller: Caller, query: string): Promise<unknown> {
  const gateway = new ApolloGateway({
    supergraphSdl: await supergraph(caller),
    buildService: ({ name }) => (name === 'parcels' ? parcels(caller) : reviewSource),
  });
  const server = new ApolloServer({ gateway });
  await server.start();
  try {
    const { body } = await server.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('several results');
    expect(body.singleResult.errors).toBeUndefined();
    return JSON.parse(JSON.stringify(body.singleResult.data));
  } finally {
    await server.stop();
  }
}

describe('Federation', () => {
  it('_service gives the subgraph of the caller', async () => {
    expect(await subgraphSdl('analyst')).toBe(printSubgraphSchema(parcelProfile('analyst'), parcelsProject));
  });

  it.each<Caller>(['tracker', 'analyst', 'carrier'])('composes for %s', async (caller) => {
    expect(await supergraph(caller)).toContain('type ParcelV2');
  });

  it('composes with another gateway of this kind', async () => {
    const [carrier, tracker] = await Promise.all([subgraphSdl('carrier'), subgraphSdl('tracker')]);
    const without = tracker.replaceAll(/(P|p)arcelV2|StopV2|ParcelProgressV2/g, 'Other$&');
    const composed = composeServices([
      { name: 'one', url: 'http://one.invalid', typeDefs: parse(carrier) },
      { name: 'two', url: 'http://two.invalid', typeDefs: parse(without) },
    ]);
    expect((composed.errors ?? []).map(({ message }) => message)).toEqual([]);
  });

  it('joins rows of a contract with those of another subgraph, both ways', async () => {
    expect(
      await throughGateway(
        'tracker',
        '{ reviews { stars parcel { label receiverEmail depot { town } } } parcelV2(parcelId: "p1") { reviews { stars } } }',
      ),
    ).toEqual({
      reviews: [
        {
          stars: 5,
          parcel: { label: 'first', receiverEmail: 'jane@example.com', depot: { town: 'Uppsala' } },
        },
        { stars: 1, parcel: { label: 'southern', receiverEmail: null, depot: null } },
      ],
      parcelV2: { reviews: [{ stars: 5 }] },
    });
  });

  it('keeps masks and regions behind a router (attack 20)', async () => {
    expect(
      await throughGateway('analyst', '{ reviews { parcel { parcelId label receiverEmail } } }'),
    ).toEqual({
      reviews: [
        { parcel: { parcelId: 'p1', label: 'first', receiverEmail: 'j***@example.com' } },
        { parcel: { parcelId: 's1', label: null, receiverEmail: null } },
      ],
    });
  });
});
