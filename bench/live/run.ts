/**
 * `npm run bench:live`: changes to sockets, messages a second and the server's CPU for each, beside graphql-ws as it comes and beside
 * bare `ws.send`, in one run. Subscribers are in a process of their own. Ratios travel to other machines, absolutes don't.
 */
import { issueDevelopmentToken } from '../../src/policy/identity/issueDevelopmentToken.ts';
import { median } from '../measure/median.ts';
import { startBare } from './bare.ts';
import type { BenchServer } from './BenchServer.ts';
import { Clients } from './Clients.ts';
import { makeEvent, selection } from './events.ts';
import { startGateway } from './gateway.ts';
import { startStock } from './stock.ts';

const rounds = 3;
const settleMs = 300;

interface Case {
  readonly name: string;
  readonly subscribers: number;
  readonly groups: number;
  readonly events: number;
}

const cases: readonly Case[] = [
  { name: '1 subscriber', subscribers: 1, groups: 1, events: 4_000 },
  { name: '100 in one group', subscribers: 100, groups: 1, events: 600 },
  { name: '2,000 in one group', subscribers: 2_000, groups: 1, events: 40 },
  { name: '2,000 in 100 groups', subscribers: 2_000, groups: 100, events: 40 },
];

const query = `subscription ($x: ID!) { customerOrderTimelineV1(where: { orderId: { ne: $x } }) { ${selection} } }`;
const stockQuery = query.replace('ID!', 'String!');

interface Measured {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function measure(
  server: BenchServer,
  clients: Clients,
  { subscribers, events }: Case,
): Promise<Measured> {
  const before = clients.count;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  // In the batches in which a poll of Kafka would bring them.
  for (let sent = 0; sent < events; sent += 20) {
    server.send(
      Array.from({ length: Math.min(20, events - sent) }, (_, index) => makeEvent(`order-${sent + index}`)),
    );
    await clients.received(before + Math.min(events, sent + 20) * subscribers);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const messages = events * subscribers;
  return { perSecond: messages / seconds, cpuMicros: (user + system) / messages };
}

const servers = [await startGateway(), await startStock(), await startBare()];
const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
const clients = new Clients();
for (const one of cases) {
  const samples = new Map<string, Measured[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const server of servers) {
      const payloads = Array.from({ length: one.subscribers }, (_, index) => ({
        query: server.name === 'Concordat' ? query : stockQuery,
        variables: { x: `none-${index % one.groups}` },
      }));
      await clients.open(server.url, token, payloads);
      await new Promise((resolve) => setTimeout(resolve, settleMs + one.subscribers));
      const measured = await measure(server, clients, one);
      // The first round warms up.
      if (round > 0) samples.set(server.name, [...(samples.get(server.name) ?? []), measured]);
      await clients.closeAll();
    }
  }
  console.log(`\n${one.name}`);
  for (const { name } of servers) {
    const of = samples.get(name) ?? [];
    const perSecond = median(of.map((sample) => sample.perSecond));
    const cpu = median(of.map((sample) => sample.cpuMicros));
    console.log(
      `  ${name.padEnd(24)} ${perSecond.toFixed(0).padStart(9)} messages/s ${cpu.toFixed(1).padStart(7)} µs CPU`,
    );
  }
}
clients.end();
for (const server of servers) await server.close();
