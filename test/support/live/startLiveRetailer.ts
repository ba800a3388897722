import { packageRoot } from '../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../src/config/readProjectFiles.ts';
import type { Project } from '../../../src/contract/model.ts';
import { createTopicReader } from '../../../src/feed/kafka/createTopicReader.ts';
import type { TopicReader } from '../../../src/feed/kafka/TopicReader.ts';
import { createTopicWriter } from '../../../src/feed/kafka/createTopicWriter.ts';
import type { TopicAccess } from '../../../src/pipeline/publish/createKafkaSink.ts';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { runPublisher } from '../../../src/pipeline/publish/runPublisher.ts';
import { createGateway } from '../../../src/server/createGateway.ts';
import { createLiveSource } from '../../../src/server/live/createLiveSource.ts';
import type { Gateway, GatewayOptions } from '../../../src/server/Gateway.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../../integration/retailer/retailer.ts';
import { clinicNow } from '../clinicGateway.ts';
import { testKafka, testTopics, topicName } from '../kafka.ts';
import { renamedTopic, renameTopics } from '../renameTopics.ts';
import { appendEvent, type RetailerEvent } from './appendEvent.ts';
import { developmentAuthenticator } from '../developmentAuthenticator.ts';

export interface Replica {
  readonly url: string;
  readonly gateway: Gateway;
  readonly close: () => Promise<void>;
}

export interface LiveRetailer extends Retailer {
  readonly url: string;
  readonly gateway: Gateway;
  /** Source events arrive, and are derived; their changes are published soon after. */
  readonly arrive: (...events: readonly RetailerEvent[]) => Promise<void>;
  readonly logText: () => string;
  /** One more gateway on the same database. */
  readonly startReplica: (options?: Partial<GatewayOptions>) => Promise<Replica>;
}

export const feeds = ['EMBEDDED', 'KAFKA'] as const;
export type FeedKind = (typeof feeds)[number];

interface LiveTopics {
  readonly prefix: string;
  readonly access: TopicAccess;
  readonly createReader: () => TopicReader;
  readonly close: () => Promise<void>;
}

/** Contract topics of this retailer alone, on the Kafka of the tests. */
async function makeTopics(prefix: string, project: Project): Promise<LiveTopics> {
  const settings = await testKafka();
  const topics = await testTopics(settings);
  for (const { serving } of project.contracts) await topics.create(serving.topic, 3);
  const createReader = (): TopicReader => createTopicReader(settings);
  const reader = createReader();
  return {
    ...{ prefix, createReader },
    access: { reader, createWriter: (topic) => createTopicWriter(settings, topic) },
    close: async () => {
      await reader.close();
      await topics.close();
    },
  };
}

/** The retailer with a gateway and a pipeline, on the embedded feed or on Kafka. */
export async function startLiveRetailer(
  feed: FeedKind,
  options: Partial<GatewayOptions> = {},
): Promise<LiveRetailer> {
  const prefix = topicName('live');
  const files = await readProjectFiles(packageRoot());
  const retailer = await createRetailer(feed === 'KAFKA' ? renameTopics(files, prefix) : files);
  const { database, project } = retailer;
  const topics = feed === 'KAFKA' ? await makeTopics(prefix, project) : undefined;
  const lines: string[] = [];
  const closing: (() => Promise<void>)[] = [];
  const stop = new AbortController();
  const publishing = runPublisher({
    ...{ database, project, signal: stop.signal, holder: 'live', pollMs: 10 },
    ...(topics === undefined ? {} : { topics: topics.access }),
    onFailure: (error: unknown) => lines.push(String(error)),
  });
  const startReplica: LiveRetailer['startReplica'] = async (more = {}) => {
    const live =
      topics === undefined ? undefined : createLiveSource({ database, createReader: topics.createReader });
    const gateway = createGateway({
      ...{ project, database, maskKeys: retailerMaskKeys, cursorKey: 'a cursor key of the tests' },
      authenticator: developmentAuthenticator(() => clinicNow),
      logger: createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }),
      now: () => clinicNow,
      ...(live === undefined ? {} : { live }),
      ...options,
      ...more,
    });
    const close = async (): Promise<void> => {
      await gateway.close({ deadlineMs: 1_000 });
      await live?.close();
    };
    closing.push(close);
    return { gateway, url: await gateway.listen({ port: 0, host: '127.0.0.1' }), close };
  };
  const { url, gateway } = await startReplica();
  return {
    ...retailer,
    url,
    gateway,
    startReplica,
    logText: () => lines.join(''),
    async arrive(...events) {
      for (const { topic, value } of events) {
        await appendEvent(database, {
          topic: topics === undefined ? topic : renamedTopic(topics.prefix, topic),
          value,
        });
      }
      while ((await deriveBatch(database, project, 0, { maskKeys: retailerMaskKeys })) !== undefined);
    },
    async close() {
      await Promise.all(closing.map((close) => close()));
      stop.abort();
      await publishing;
      await topics?.close();
      await retailer.close();
    },
  };
}
