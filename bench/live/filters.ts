import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { median } from '../measure/median.ts';
import { Clients } from './Clients.ts';
import { makeEvent, selection } from './events.ts';
import { startGateway } from './gateway.ts';

const rounds = 5;
const events = 1_000;
const query = `subscription ($x: ID!) { customerOrderTimelineV1(where: { orderId: { eq: $x } }) { ${selection} } }`;

/** What a change costs with few and with many subscribers that each filter by one key. */
export async function measureFilters(): Promise<void> {
  const server = await startGateway();
  const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
  const all: { readonly subscribers: number; readonly micros: number }[] = [];
  for (const subscribers of [100, 10_000]) {
    const clients = new Clients();
    await clients.open(
      server.url,
      token,
      Array.from({ length: subscribers }, (_, index) => ({ query, variables: { x: `order-${index}` } })),
    );
    const samples: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const before = clients.count;
      const cpu = process.cpuUsage();
      for (let sent = 0; sent < events; sent += 20) {
        // Each is one subscriber's.
        server.send(
          Array.from({ length: 20 }, (_, index) => makeEvent(`order-${(sent + index) % subscribers}`)),
        );
        await clients.received(before + sent + 20);
      }
      const { user, system } = process.cpuUsage(cpu);
      // The first round warms up.
      if (round > 0) samples.push((user + system) / events);
    }
    all.push({ subscribers, micros: median(samples) });
    clients.end();
  }
  await server.close();
  const first = all[0]?.micros ?? 1;
  console.log('\nA change that one subscriber is told of, each filters by one key');
  console.table(
    all.map(({ subscribers, micros }) => ({
      subscribers,
      'µs CPU a change': micros.toFixed(1),
      ratio: (micros / first).toFixed(2),
    })),
  );
}
