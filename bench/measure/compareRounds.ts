import { median } from './median.ts';

/** One way of doing the same thing, for a comparison. */
export interface Candidate {
  readonly name: string;
  /** Does it once. */
  readonly once: () => Promise<void>;
}

export interface ComparisonOptions {
  readonly rounds: number;
  readonly requestsPerRound: number;
  /** How many are under way at once. */
  readonly concurrency: number;
}

export interface Compared {
  readonly name: string;
  /** Median over the rounds, per second. */
  readonly perSecond: number;
  /** Of the first candidate's median. */
  readonly ratio: number;
}

/**
 * Runs the candidates in turn, round after round, so that whatever else the machine does hits all of them alike, and
 * compares medians. The first round warms up and does not count.
 */
export async function compareRounds(
  candidates: readonly Candidate[],
  { rounds, requestsPerRound, concurrency }: ComparisonOptions,
): Promise<readonly Compared[]> {
  const samples = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, once } of candidates) {
      const begun = performance.now();
      let left = requestsPerRound;
      const worker = async () => {
        while (left > 0) {
          left -= 1;
          await once();
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      if (round > 0) samples.get(name)?.push((requestsPerRound / (performance.now() - begun)) * 1_000);
    }
  }
  const medians = candidates.map(({ name }) => ({ name, perSecond: median(samples.get(name) ?? []) }));
  const [first] = medians;
  return medians.map(({ name, perSecond }) => ({
    name,
    perSecond,
    ratio: perSecond / (first?.perSecond ?? perSecond),
  }));
}
