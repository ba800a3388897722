import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry of its own for this process, with what Node.js tells of it; never prom-client's global one. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
