import type { FastifyInstance } from 'fastify';

/** How long a probe waits for the database before it calls the process not ready, in milliseconds. */
const patience = 2_000;

/** Why a process cannot do its work: `status` in words, and what is known beside; names and numbers only. */
export interface Obstacle {
  readonly status: string;
  readonly [detail: string]: unknown;
}

/** What the probes ask. */
export interface Health {
  /** What stands still so that only a new start helps; undefined while all gets on. */
  readonly standstill: () => Obstacle | undefined;
  /** What keeps the process from its work now; undefined when nothing does. Rejects when the database does not answer. */
  readonly obstacle: () => Promise<Obstacle | undefined>;
  readonly isClosing: () => boolean;
}

/**
 * `/livez`: the process gets on, be it idle or failing. `/readyz`: it can do its work now; not while it shuts down, without its
 * database, or when `obstacle` says why.
 */
export function serveHealth(server: FastifyInstance, health: Health): void {
  server.get('/livez', (_request, reply) => {
    const standstill = health.standstill();
    return standstill === undefined ? reply.send({ status: 'live' }) : reply.code(503).send(standstill);
  });
  server.get('/readyz', async (_request, reply) => {
    if (health.isClosing()) return reply.code(503).send({ status: 'closing' });
    const obstacle = await answerInTime(health.obstacle(), { status: 'database unreachable' });
    return obstacle === undefined ? reply.send({ status: 'ready' }) : reply.code(503).send(obstacle);
  });
}

/** What the probe gives; `otherwise` when it fails or takes too long. */
async function answerInTime<T>(probe: Promise<T>, otherwise: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => {
    resolve(otherwise);
  }, patience);
  probe.then(resolve, () => {
    resolve(otherwise);
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
