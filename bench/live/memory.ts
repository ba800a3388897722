import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { startBare } from './bare.ts';
import { Clients } from './Clients.ts';
import { selection } from './events.ts';
import { startGateway } from './gateway.ts';
import { startStock } from './stock.ts';

const subscribers = 4_000;
const settleMs = 1_000;

async function heldBytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that a subscriber takes to which nothing is sent, each on a socket of its own. */
export async function measureMemory(): Promise<void> {
  if (globalThis.gc === undefined)
    throw new Error('Run it by `npm run bench:live`, which exposes the garbage collector.');
  const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
  const servers = [await startGateway(), await startStock(), await startBare()];
  const cases = [
    { name: 'Concordat, in one group', server: servers[0], type: 'ID!', operator: 'ne' },
    { name: 'Concordat, each filters by one key', server: servers[0], type: 'ID!', operator: 'eq' },
    { name: 'graphql-ws as it comes', server: servers[1], type: 'String!', operator: 'ne' },
    { name: 'bare ws', server: servers[2], type: 'String!', operator: 'ne' },
  ];
  const results: object[] = [];
  for (const { name, server, type, operator } of cases) {
    const query = `subscription ($x: ${type}) { customerOrderTimelineV1(where: { orderId: { ${operator}: $x } }) { ${selection} } }`;
    const before = await heldBytes();
    const clients = new Clients();
    await clients.open(
      server?.url ?? '',
      token,
      Array.from({ length: subscribers }, (_, index) => ({
        ...{ query, variables: { x: operator === 'eq' ? `order-${index}` : 'none' } },
      })),
    );
    const after = await heldBytes();
    results.push({
      [`${subscribers} idle subscribers`]: name,
      'bytes each': Math.round((after - before) / subscribers),
    });
    await clients.closeAll();
    clients.end();
  }
  for (const server of servers) await server.close();
  console.log();
  console.table(results);
}
