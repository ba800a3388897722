import type { ReadOptions, ReadRequest, ReadResult, ReadUnderWay, TopicReader } from './TopicReader.ts';

/** Waits for what is new in partitions. */
export interface TopicPoll {
  /**
   * Resolves as soon as one broker has answered, with what it has of the partitions that it leads; the others' answers come with the
   * next calls. To be called once at a time.
   *
   * @throws ConcordatError KAFKA_UNAVAILABLE
   */
  next(requests: readonly ReadRequest[], options: ReadOptions): Promise<readonly ReadResult[]>;
  close(): Promise<void>;
}

/** A read that can be waited for beside others. */
interface Waiting extends ReadUnderWay {
  /** The read itself, once it has its results, or has failed. */
  readonly settled: Promise<Waiting>;
}

const nameOf = ({ topic, partition }: ReadRequest | ReadResult): string => `${topic}/${partition}`;

const placeOf = ({ offset, topicId = '' }: ReadRequest): string => `${offset} ${topicId}`;

/** @param reader - its own: whatever else is asked by it waits until there is something new */
export function createTopicPoll(reader: TopicReader): TopicPoll {
  const underWay = new Set<Waiting>();

  const wait = (read: ReadUnderWay): void => {
    const waiting: Waiting = {
      ...read,
      settled: read.results.then(
        () => waiting,
        () => waiting,
      ),
    };
    underWay.add(waiting);
  };

  return {
    async next(requests, options) {
      const asked = new Set([...underWay].flatMap((read) => read.requests.map(nameOf)));
      const idle = requests.filter((request) => !asked.has(nameOf(request)));
      for (const read of await reader.begin(idle, options)) wait(read);
      if (underWay.size === 0) return [];
      const settled = await Promise.race([...underWay].map((read) => read.settled));
      underWay.delete(settled);
      const results = await settled.results.catch((error: unknown) => {
        // The others' connections may be gone too; what they would have brought is asked for again.
        underWay.clear();
        throw error;
      });
      // Who asks may have begun anew elsewhere since.
      const at = new Map(requests.map((request) => [nameOf(request), placeOf(request)]));
      const were = new Map(settled.requests.map((request) => [nameOf(request), placeOf(request)]));
      return results.filter((result) => at.get(nameOf(result)) === were.get(nameOf(result)));
    },
    close: () => reader.close(),
  };
}
