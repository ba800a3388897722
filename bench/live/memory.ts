import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { Clients } from './Clients.ts';
import { selection } from './events.ts';
import { startGateway } from './gateway.ts';

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

/** Bytes that a subscriber takes to which nothing is sent, each on a socket of its own: in one group, and each in its own. */
export async function measureMemory(): Promise<void> {
  if (globalThis.gc === undefined)
    throw new Error('Run it by `npm run bench:live`, which exposes the garbage collector.');
  const server = await startGateway();
  const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
  const results: object[] = [];
  for (const [name, operator] of [
    ['in one group', 'ne'],
    ['each filters by one key', 'eq'],
  ] as const) {
    const query = `subscription ($x: ID!) { customerOrderTimelineV1(where: { orderId: { ${operator}: $x } }) { ${selection} } }`;
    const before = await heldBytes();
    const clients = new Clients();
    await clients.open(
      server.url,
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
  await server.close();
  console.log();
  console.table(results);
}
