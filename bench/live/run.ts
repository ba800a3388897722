/**
 * `npm run bench:live`: changes to sockets, beside graphql-ws as it comes and beside bare `ws.send`, in one run; what it costs to filter
 * by key; what an idle subscriber takes; how long a record takes from Kafka to a socket. Or one part: `-- fan-out`, of which one case may
 * be named too (`-- fan-out '100 in 100 groups'`), `filters`, `memory`, `latency`. Subscribers are in a process of their own. Ratios
 * travel to other machines, absolutes don't.
 */
import { measureFanOut } from './fanOut.ts';
import { measureFilters } from './filters.ts';
import { measureLatency } from './latency.ts';
import { measureMemory } from './memory.ts';

const parts: Readonly<Record<string, (only?: string) => Promise<void>>> = {
  'fan-out': measureFanOut,
  filters: measureFilters,
  memory: measureMemory,
  latency: measureLatency,
};

const [wanted, only] = process.argv.slice(2);
if (wanted !== undefined && parts[wanted] === undefined)
  throw new Error(`There is no part "${wanted}"; there are ${Object.keys(parts).join(', ')}.`);
for (const [name, measure] of Object.entries(parts))
  if (wanted === undefined || wanted === name) await measure(only);
