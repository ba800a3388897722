import { setTimeout } from 'node:timers/promises';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import { createTopicFeed } from '../../feed/live/createTopicFeed.ts';
import { assertPublishedAt } from '../../pipeline/publish/assertPublishedAt.ts';
import { createEmbeddedFeed, type AwaitNews } from '../../pipeline/publish/createEmbeddedFeed.ts';
import { isMadeChange } from '../../pipeline/publish/isMadeChange.ts';
import { embeddedDestination, topicDestination } from '../../pipeline/publish/publication.ts';
import type { Session } from '../../storage/Database.ts';
import { hasWholeBefore } from './hasWholeBefore.ts';
import type { LiveSource } from './LiveHub.ts';
import { onlyWherePublished } from './onlyWherePublished.ts';

export interface LiveSourceOptions {
  readonly database: Session;
  /** Makes readers of Kafka, where the changes are on contract topics; without it they are in the embedded feed. */
  readonly createReader?: (() => TopicReader) | undefined;
  /** How one hears that the embedded feed has news; it is looked often where this is absent. */
  readonly awaitNews?: AwaitNews | undefined;
}

export interface OpenLiveSource extends LiveSource {
  /** Closes what the feeds share, when nobody follows any of them. */
  close(): Promise<void>;
}

const lookAgainMs = 100;

const lookOften: AwaitNews = async (_contract, maxWaitMs, signal) => {
  await setTimeout(Math.min(lookAgainMs, maxWaitMs), undefined, { signal }).catch(() => undefined);
};

/** Where the changes of contracts are: on Kafka's topics, or in the embedded feed. A feed tells nothing of what is published elsewhere. */
export function createLiveSource(options: LiveSourceOptions): OpenLiveSource {
  const { database } = options;
  const source = unguardedSource(options);
  return {
    ...source,
    feedOf: (contract) =>
      onlyWherePublished(source.feedOf(contract), () =>
        assertPublishedAt(database, contract.id, source.placeOf(contract)),
      ),
  };
}

function unguardedSource({
  database,
  createReader,
  awaitNews = lookOften,
}: LiveSourceOptions): OpenLiveSource {
  if (createReader === undefined) {
    return {
      feedOf: (contract) => createEmbeddedFeed({ contract, database, awaitNews }),
      placeOf: () => embeddedDestination,
      close: () => Promise.resolve(),
    };
  }
  const reader = createReader();
  return {
    feedOf: (contract) =>
      createTopicFeed({
        ...{ contract, reader, createReader },
        tellsBefore: () => hasWholeBefore(database, contract),
        isMade: (change) => isMadeChange(database, contract, change),
      }),
    placeOf: ({ serving }) => topicDestination(serving.topic),
    close: () => reader.close(),
  };
}
