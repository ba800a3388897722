import type { FastifyInstance } from 'fastify';

/** How long a probe waits for the database before it calls the gateway not ready, in milliseconds. */
const patience = 2_000;

/** What the probes ask. */
export interface Health {
  /** Resolves when the database answers. */
  readonly reachDatabase: () => Promise<unknown>;
  readonly isClosing: () => boolean;
}

/** `/livez`: the process runs. `/readyz`: it can answer now; not while it shuts down or without its database. */
export function serveHealth(server: FastifyInstance, health: Health): void {
  server.get('/livez', (_request, reply) => reply.send({ status: 'live' }));
  server.get('/readyz', async (_request, reply) => {
    if (health.isClosing()) return reply.code(503).send({ status: 'closing' });
    if (!(await answersInTime(health.reachDatabase()))) {
      return reply.code(503).send({ status: 'database unreachable' });
    }
    return reply.send({ status: 'ready' });
  });
}

async function answersInTime(probe: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    resolve(false);
  }, patience);
  probe.then(
    () => {
      resolve(true);
    },
    () => {
      resolve(false);
    },
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
