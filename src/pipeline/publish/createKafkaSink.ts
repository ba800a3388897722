import type { CreateTopicWriter } from '../../feed/kafka/TopicWriter.ts';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import { encodeChange } from '../../feed/record/encodeChange.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { ChangeSink } from './ChangeSink.ts';
import { recordPublication } from './publication.ts';
import { readOriginId } from './Origin.ts';
import { assertOwnTopic, recoverTopic } from './recoverTopic.ts';

/** How topics are reached. */
export interface TopicAccess {
  readonly reader: TopicReader;
  readonly createWriter: CreateTopicWriter;
  /** Whether contract topics that another database published on are taken over; default no. */
  readonly takesOver?: boolean | undefined;
}

/** Publishes on the contract's topic. */
export function createKafkaSink(
  contract: DerivedContract,
  { reader, createWriter, takesOver = false }: TopicAccess,
): ChangeSink {
  const { topic } = contract.serving;
  const destination = `kafka:${topic}`;
  const writer = createWriter(topic);
  let originId = '';
  return {
    ...{ destination: 'KAFKA', topic },
    async recover(transaction) {
      originId = await readOriginId(transaction);
      const options = { ...{ reader, destination }, origin: { id: originId, takesOver } };
      // Before anybody is kept from writing.
      await assertOwnTopic(contract, options);
      await writer.takeOver();
      await recoverTopic(transaction, contract, options);
    },
    async publish(transaction, changes) {
      const nextOffsets = await writer.write(changes.map((change) => encodeChange(change, originId)));
      await recordPublication(transaction, contract.id, { destination, nextOffsets });
    },
    close: () => writer.close(),
  };
}
