import type { FastifyInstance } from 'fastify';

/** How long a probe waits for the database before it calls the gateway not ready, in milliseconds. */
const patience = 2_000;

/** What the probes ask. */
export interface Health {
  /** Asks the database whether the gateway masks like the last rebuild; rejects when it does not answer. */
  readonly hasKeyOfRebuild: () => Promise<boolean>;
  readonly isClosing: () => boolean;
}

/**
 * `/livez`: the process runs. `/readyz`: it can answer now; not while it shuts down, without its database, or when that
 * has been rebuilt with another mask key.
 */
export function serveHealth(server: FastifyInstance, health: Health): void {
  server.get('/livez', (_request, reply) => reply.send({ status: 'live' }));
  server.get('/readyz', async (_request, reply) => {
    if (health.isClosing()) return reply.code(503).send({ status: 'closing' });
    const hasKey = await answerInTime(health.hasKeyOfRebuild());
    if (hasKey === undefined) return reply.code(503).send({ status: 'database unreachable' });
    if (!hasKey) return reply.code(503).send({ status: 'rebuilt with another mask key' });
    return reply.send({ status: 'ready' });
  });
}

/** What the database answers, undefined when it fails or takes too long. */
async function answerInTime(probe: Promise<boolean>): Promise<boolean | undefined> {
  const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
  }, patience);
  probe.then(resolve, () => {
    resolve(undefined);
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
