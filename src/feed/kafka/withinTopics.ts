import type { FetchBroker } from 'kafkajs/src/cluster/index.js';
import { connectionAfter } from './connectionAfter.ts';
import { fetchTopicId } from './fetchTopicId.ts';
import { failedRead } from './readPartitions.ts';
import type { ReadRequest, ReadResult } from './TopicReader.ts';

/** Whether a read moves on, and so may have come into a topic that was made anew. */
function movesOn(result: ReadResult, { offset }: ReadRequest): boolean {
  return 'nextOffset' in result && result.nextOffset > offset;
}

/**
 * What was read, but of a topic that is not the one that was asked for: that has no such offset. A broker reads topics by their names;
 * after it has answered it is asked which topic that is. It hears that a topic is another one before it has anything of it, and so what is
 * of the old topic behind the answer was so when it was read.
 *
 * @throws Error of kafkajs when the broker cannot be reached
 */
export async function withinTopics(
  broker: FetchBroker,
  requests: readonly ReadRequest[],
  results: readonly ReadResult[],
): Promise<readonly ReadResult[]> {
  const ids = new Map<string, Promise<string | undefined>>();
  const idNow = (topic: string): Promise<string | undefined> => {
    const asked = ids.get(topic) ?? fetchTopicId(broker, topic);
    ids.set(topic, asked);
    return asked;
  };
  const held = results.map(async (result): Promise<ReadResult> => {
    const { topic, partition } = result;
    const request = requests.find((one) => one.topic === topic && one.partition === partition);
    if (request?.topicId === undefined || !movesOn(result, request)) return result;
    try {
      const id = await idNow(topic);
      return id === undefined || id === request.topicId ? result : { kind: 'OUT_OF_RANGE', topic, partition };
    } catch (error) {
      // Of all that was read, which may be read again.
      if (connectionAfter(error) !== 'SOUND') throw error;
      return failedRead(request, error);
    }
  });
  return Promise.all(held);
}
