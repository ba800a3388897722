import type { Watermark } from './Watermark.ts';

/** How far raw is behind a topic's partition. */
export interface IngestLag {
  readonly events: number;
  /** Since when the broker has been known to hold an event that raw has not, in seconds. */
  readonly seconds: number;
}

/** Remembers up to where partitions reached and when that was heard. */
export interface Watermarks {
  reached(watermarks: readonly Watermark[]): void;
  /** Of which partitions the broker has said something. */
  partitions(): readonly Pick<Watermark, 'source' | 'partition'>[];
  /**
   * How far a position is behind, as far as the broker has said. Undefined where it is not known to be behind, and the broker has said
   * nothing of late: it cannot be reached, or another process ingests the partition.
   */
  lag(source: string, partition: number, nextOffset: string): IngestLag | undefined;
}

interface Known extends Pick<Watermark, 'source' | 'partition'> {
  heard: Heard[];
  lastAt: number;
}

interface Heard {
  readonly nextOffset: bigint;
  readonly at: number;
}

/** Of one partition; enough for a lag of as many steps, after which the oldest stands for those before it. */
const mostHeard = 100;
/** For how long it holds that a topic has nothing new, in milliseconds: somewhat longer than a look at it may take. */
const believedMs = 10_000;

export function createWatermarks(clock: () => number): Watermarks {
  const partitions = new Map<string, Known>();
  const keyOf = (source: string, partition: number): string => `${source}/${partition}`;
  return {
    reached(watermarks) {
      for (const { source, partition, nextOffset } of watermarks) {
        const key = keyOf(source, partition);
        const known = partitions.get(key) ?? { source, partition, heard: [], lastAt: 0 };
        known.lastAt = clock();
        if (known.heard.at(-1)?.nextOffset !== BigInt(nextOffset)) {
          known.heard.push({ nextOffset: BigInt(nextOffset), at: clock() });
          // The second, so that how long the oldest has waited is not forgotten.
          if (known.heard.length > mostHeard) known.heard.splice(1, 1);
        }
        partitions.set(key, known);
      }
    },
    partitions: () => [...partitions.values()].map(({ source, partition }) => ({ source, partition })),
    lag(source, partition, nextOffset) {
      const known = partitions.get(keyOf(source, partition));
      const end = known?.heard.at(-1);
      if (known === undefined || end === undefined) return undefined;
      const position = BigInt(nextOffset);
      const events = end.nextOffset - position;
      if (events <= 0n) {
        known.heard = [end];
        return clock() - known.lastAt > believedMs ? undefined : { events: 0, seconds: 0 };
      }
      known.heard = known.heard.filter((heard) => heard.nextOffset > position);
      return { events: Number(events), seconds: (clock() - (known.heard[0] ?? end).at) / 1_000 };
    },
  };
}
