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
  /** How many come at once, as with a poll of Kafka. */
  readonly atOnce: number;
}

const cases: readonly Case[] = [
  // So many that it is not the round trip to the subscriber that is measured.
  { name: '1 subscriber', subscribers: 1, groups: 1, events: 12_000, atOnce: 500 },
  { name: '100 in one group', subscribers: 100, groups: 1, events: 600, atOnce: 20 },
  { name: '100 in 100 groups', subscribers: 100, groups: 100, events: 600, atOnce: 20 },
  { name: '2,000 in one group', subscribers: 2_000, groups: 1, events: 40, atOnce: 20 },
  { name: '2,000 in one group, change by change', subscribers: 2_000, groups: 1, events: 40, atOnce: 1 },
  { name: '2,000 in 100 groups', subscribers: 2_000, groups: 100, events: 40, atOnce: 20 },
  { name: '2,000 in 100 groups, change by change', subscribers: 2_000, groups: 100, events: 40, atOnce: 1 },
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
  { subscribers, events, atOnce }: Case,
): Promise<Measured> {
  const before = clients.count;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  for (let sent = 0; sent < events; sent += atOnce) {
    server.send(
      Array.from({ length: Math.min(atOnce, events - sent) }, (_, index) =>
        makeEvent(`order-${sent + index}`),
      ),
    );
    await clients.received(before + Math.min(events, sent + atOnce) * subscribers);
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const messages = events * subscribers;
  return { perSecond: messages / seconds, cpuMicros: (user + system) / messages };
}

/**
 * Messages a second to many sockets, and the server's CPU for each, beside the others.
 *
 * @param only - the name of one case, where the others are not wanted
 */
export async function measureFanOut(only?: string): Promise<void> {
  const measured = cases.filter(({ name }) => only === undefined || name === only);
  if (measured.length === 0)
    throw new Error(
      `There is no case "${only}"; there are ${cases.map(({ name }) => `"${name}"`).join(', ')}.`,
    );
  const servers = [await startGateway(), await startStock(), await startBare()];
  const token = await issueDevelopmentToken({ consumer: 'support-desk', purposes: ['CUSTOMER_SUPPORT'] });
  const clients = new Clients();
  for (const one of measured) {
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
    const medians = servers.map(({ name }) => {
      const of = samples.get(name) ?? [];
      return {
        name,
        perSecond: median(of.map((sample) => sample.perSecond)),
        cpuMicros: median(of.map((sample) => sample.cpuMicros)),
      };
    });
    console.table(
      medians.map(({ name, perSecond, cpuMicros }) => ({
        name,
        'messages/s': Math.round(perSecond),
        'µs CPU a message': cpuMicros.toFixed(1),
        ...Object.fromEntries(
          medians.slice(1).map((other) => [`times ${other.name}`, (perSecond / other.perSecond).toFixed(2)]),
        ),
      })),
    );
  }
  clients.end();
  for (const server of servers) await server.close();
}
