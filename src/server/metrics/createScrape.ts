import { setTimeout as wait } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../../storage/Database.ts';
import type { Reading } from './readings/Reading.ts';

export interface ScrapeOptions {
  readonly registry: Registry;
  readonly database: Database;
  /** What is read from the database at a scrape. */
  readonly readings: readonly Reading[];
  /** Milliseconds that what was read is good for; default 1 s. */
  readonly maxAgeMs?: number;
  /** Milliseconds that a scrape waits for the database; default 3 s. */
  readonly patienceMs?: number;
}

/** Gives all metrics in Prometheus's text format; never fails and never waits long. */
export type Scrape = () => Promise<string>;

/** One statement of a reading may take this long. */
const statementTimeoutMs = 2_000;
/** A round whose connection hangs is given up after this long. */
const abandonedMs = 60_000;

interface Round {
  readonly startedAt: number;
  readonly done: Promise<void>;
}

/**
 * Metrics of a process, with what is read from the database, at most one round of readings at a time however many ask. What
 * cannot be read is absent, and `concordat_reading_up` says so; what the process itself knows is always there.
 */
export function createScrape({ registry, database, readings, ...options }: ScrapeOptions): Scrape {
  const { maxAgeMs = 1_000, patienceMs = 3_000 } = options;
  const up = new Gauge({
    name: 'concordat_reading_up',
    help: '1 when the last reading of these metrics from the database succeeded in time.',
    labelNames: ['reading'],
    registers: [registry],
  });
  let round: Round | undefined;
  let pending = new Set<Reading>();
  let finishedAt = -Infinity;

  const fail = (reading: Reading): void => {
    up.set({ reading: reading.name }, 0);
    reading.forget();
  };

  const readAll = async (mine: Set<Reading>): Promise<void> => {
    for (const reading of readings) {
      try {
        const apply = await database.transaction((transaction) => reading.read(transaction), {
          readOnly: true,
          statementTimeoutMs,
        });
        if (pending !== mine) return;
        apply();
        up.set({ reading: reading.name }, 1);
      } catch {
        if (pending !== mine) return;
        fail(reading);
      }
      mine.delete(reading);
    }
    finishedAt = performance.now();
    round = undefined;
  };

  const begin = (): Round => {
    pending = new Set(readings);
    return { startedAt: performance.now(), done: readAll(pending) };
  };

  return async () => {
    const now = performance.now();
    if (round !== undefined && now - round.startedAt > abandonedMs) round = undefined;
    if (round === undefined && now - finishedAt >= maxAgeMs) round = begin();
    if (round !== undefined) {
      const left = Math.max(0, patienceMs - (now - round.startedAt));
      const timer = new AbortController();
      await Promise.race([
        round.done,
        wait(left, undefined, { signal: timer.signal }).catch(() => undefined),
      ]);
      timer.abort();
      for (const reading of pending) fail(reading);
    }
    // prom-client writes Nan, and the format knows NaN.
    return (await registry.metrics()).replaceAll(/ Nan$/gm, ' NaN');
  };
}
