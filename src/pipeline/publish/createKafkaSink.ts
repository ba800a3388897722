import type { CreateTopicWriter } from '../../feed/kafka/TopicWriter.ts';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import { encodeChange } from '../../feed/record/encodeChange.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { ChangeSink } from './ChangeSink.ts';
import { recordPublication } from './publication.ts';
import { recoverTopic } from './recoverTopic.ts';

/** How topics are reached. */
export interface TopicAccess {
  readonly reader: TopicReader;
  readonly createWriter: CreateTopicWriter;
}

/** Publishes on the contract's topic. */
export function createKafkaSink(
  contract: DerivedContract,
  { reader, createWriter }: TopicAccess,
): ChangeSink {
  const { topic } = contract.serving;
  const destination = `kafka:${topic}`;
  const writer = createWriter(topic);
  return {
    ...{ destination: 'KAFKA', topic },
    async recover(transaction) {
      await writer.takeOver();
      await recoverTopic(transaction, contract, { reader, destination });
    },
    async publish(transaction, changes) {
      const nextOffsets = await writer.write(changes.map(encodeChange));
      await recordPublication(transaction, contract.id, { destination, nextOffsets });
    },
    close: () => writer.close(),
  };
}
