import { setTimeout } from 'node:timers/promises';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import { createTopicFeed } from '../../feed/live/createTopicFeed.ts';
import { createEmbeddedFeed, type AwaitNews } from '../../pipeline/publish/createEmbeddedFeed.ts';
import type { Session } from '../../storage/Database.ts';
import { hasWholeBefore } from './hasWholeBefore.ts';
import type { LiveSource } from './LiveHub.ts';

export interface LiveSourceOptions {
  readonly database: Session;
  /** Kafka, where the changes are on contract topics; without it they are in the embedded feed. */
  readonly reader?: TopicReader | undefined;
  /** How one hears that the embedded feed has news; it is looked often where this is absent. */
  readonly awaitNews?: AwaitNews | undefined;
}

const lookAgainMs = 100;

const lookOften: AwaitNews = async (_contract, maxWaitMs, signal) => {
  await setTimeout(Math.min(lookAgainMs, maxWaitMs), undefined, { signal }).catch(() => undefined);
};

/** Where the changes of contracts are: on Kafka's topics, or in the embedded feed. */
export function createLiveSource({ database, reader, awaitNews = lookOften }: LiveSourceOptions): LiveSource {
  return {
    feedOf: (contract) =>
      reader === undefined
        ? createEmbeddedFeed({ contract, database, awaitNews })
        : createTopicFeed({ contract, reader, tellsBefore: () => hasWholeBefore(database, contract) }),
    placeOf: ({ serving }) => (reader === undefined ? 'embedded' : `kafka:${serving.topic}`),
  };
}
