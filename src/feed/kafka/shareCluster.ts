import { setTimeout } from 'node:timers/promises';
import { connectionAfter } from './connectionAfter.ts';

/** Connections to a cluster, which end together. */
export interface Connections {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Connections that several use at once. */
export interface SharedCluster<C extends Connections> {
  /**
   * Does what may be done twice: where a connection is cut under it once more, on a new one and within its time.
   *
   * @throws what `fn` throws, or connecting
   */
  use<T>(fn: (cluster: C) => Promise<T>): Promise<T>;
  /** What is still done with them fails. */
  close(): Promise<void>;
}

interface Line<C> {
  readonly cluster: C;
  readonly connected: Promise<void>;
  wasConnected: boolean;
  users: number;
  /** Whoever begins from now on begins on another one. */
  isLeft: boolean;
  isClosed: boolean;
  ended?: Promise<void>;
}

/** So long a broker may take to answer (`clientConfig`); who was cut off waits no longer than that for both answers. */
const answerMs = 30_000;
/** So long it is waited for what brokers were asked and have not answered, when all is closed. */
const closeMs = 2_000;

async function within<T>(ms: number, doing: Promise<T>, otherwise: unknown): Promise<T> {
  const done = new AbortController();
  const late = async (): Promise<never> => {
    await setTimeout(ms, undefined, { signal: done.signal });
    throw otherwise;
  };
  return Promise.race([doing, late()]).finally(() => {
    done.abort();
  });
}

/**
 * Connects with the first use, and anew after a failure that may be of the connection. What was begun before goes on where it was: a
 * broken connection ends once nobody uses it, so that what fails for one fails for no other.
 */
export function shareCluster<C extends Connections>(
  create: () => C,
  { patienceMs = answerMs } = {},
): SharedCluster<C> {
  let current: Line<C> | undefined;
  const lines = new Set<Line<C>>();

  const open = (): Line<C> => {
    const cluster = create();
    const line: Line<C> = {
      ...{ cluster, wasConnected: false, users: 0, isLeft: false, isClosed: false },
      connected: cluster.connect().then(() => {
        line.wasConnected = true;
      }),
    };
    lines.add(line);
    return line;
  };

  /** Also where it has not connected: there may be a socket. */
  const end = (line: Line<C>): Promise<void> =>
    (line.ended ??= line.connected
      .catch(() => undefined)
      .then(() => line.cluster.disconnect())
      .catch(() => undefined)
      .finally(() => lines.delete(line)));

  const leave = (line: Line<C>): void => {
    line.isLeft = true;
    if (current === line) current = undefined;
  };

  const useOnce = async <T>(line: Line<C>, fn: (cluster: C) => Promise<T>): Promise<T> => {
    line.users += 1;
    try {
      await line.connected;
      return await fn(line.cluster);
    } catch (error) {
      if (!line.wasConnected || connectionAfter(error) !== 'SOUND') leave(line);
      throw error;
    } finally {
      line.users -= 1;
      if (line.isLeft && line.users === 0) void end(line);
    }
  };

  return {
    async use(fn) {
      const began = performance.now();
      const line = (current ??= open());
      try {
        return await useOnce(line, fn);
      } catch (error) {
        const leftMs = patienceMs - (performance.now() - began);
        const isCutOff = line.wasConnected && !line.isClosed && connectionAfter(error) === 'CUT';
        if (!isCutOff || leftMs <= 0) throw error;
        return await within(leftMs, useOnce((current ??= open()), fn), error);
      }
    },
    async close() {
      const closed = [...lines].map((line) => {
        line.isClosed = true;
        leave(line);
        return end(line);
      });
      await Promise.race([Promise.all(closed), setTimeout(closeMs, undefined, { ref: false })]);
    },
  };
}
