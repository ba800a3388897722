import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../../storage/Database.ts';

/** How the connections of a pool are used, asked of it at each scrape. */
export function measureConnections(registry: Registry, database: Pick<Database, 'connections'>): void {
  const count = new Gauge({
    name: 'db_client_connection_count',
    help: 'Connections to the database, by what they do.',
    labelNames: ['db_client_connection_state'],
    registers: [registry],
    collect: () => {
      const { idle, used } = database.connections();
      count.set({ db_client_connection_state: 'idle' }, idle);
      count.set({ db_client_connection_state: 'used' }, used);
    },
  });
  const limit = new Gauge({
    name: 'db_client_connection_limit',
    help: 'Most connections at once.',
    registers: [registry],
    collect: () => {
      limit.set(database.connections().limit);
    },
  });
  const waiting = new Gauge({
    name: 'db_client_connection_pending_requests',
    help: 'What waits for a connection.',
    registers: [registry],
    collect: () => {
      waiting.set(database.connections().waiting);
    },
  });
}
