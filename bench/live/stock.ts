import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { BenchServer } from './BenchServer.ts';

const typeDefs = `
  scalar JSON
  enum ChangeKind { SNAPSHOT SNAPSHOT_COMPLETE UPSERT DELETE }
  type Entry { step: String! at: String detail: String isOutOfOrder: Boolean! }
  type Row {
    orderId: ID! buyerId: String destinationCity: String destinationPostalPrefix: String promisedBy: String currentStep: String!
    entries: [Entry!]!
  }
  type Change { kind: ChangeKind! key: JSON node: Row revision: String cursor: String! committedAt: String }
  input Text { ne: String eq: String }
  input Where { orderId: Text }
  type Query { nothing: String }
  type Subscription { customerOrderTimelineV1(where: Where): Change! }
`;

/** graphql-ws as it comes, each subscriber with an iterator in memory. */
export async function startStock(): Promise<BenchServer> {
  const queues = new Set<(change: unknown) => void>();
  async function* changes(): AsyncGenerator {
    const waiting: unknown[] = [];
    let wake = Promise.withResolvers<undefined>();
    const push = (change: unknown): void => {
      waiting.push(change);
      wake.resolve(undefined);
    };
    queues.add(push);
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift();
        wake = Promise.withResolvers();
        await wake.promise;
      }
    } finally {
      queues.delete(push);
    }
  }
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: {
      Subscription: {
        customerOrderTimelineV1: { subscribe: () => changes(), resolve: (change: unknown) => change },
      },
    },
  });
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false });
  useServer({ schema }, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    name: 'graphql-ws as it comes',
    url: `ws://127.0.0.1:${address.port}/graphql`,
    send: (events) => {
      for (const { change } of events) for (const push of queues) push(change);
    },
    close: () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
      return Promise.resolve();
    },
  };
}
