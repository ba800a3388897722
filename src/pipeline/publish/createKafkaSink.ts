import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { CreateTopicWriter, OutgoingRecord } from '../../feed/kafka/TopicWriter.ts';
import type { TopicReader } from '../../feed/kafka/TopicReader.ts';
import { encodeChange } from '../../feed/record/encodeChange.ts';
import type { Transaction } from '../../storage/Database.ts';
import type { DerivedContract } from '../materialize/materializeContract.ts';
import type { ChangeSink } from './ChangeSink.ts';
import { createTopicTail } from './createTopicTail.ts';
import {
  extendPublication,
  readNoteMark,
  replacePublication,
  topicDestination,
  unknownTopic,
  type NoteMark,
} from './publication.ts';
import { publishAgain } from './publishAgain.ts';
import { assertOwnTopic } from './assertOwnTopic.ts';
import { readOriginId } from './Origin.ts';
import { readerWithin } from './readerWithin.ts';
import { rangesOf } from './rangesOf.ts';
import { readHistory } from './readHistory.ts';
import { readStrays } from './readStrays.ts';
import { recoverTopic } from './recoverTopic.ts';

/** How topics are reached. */
export interface TopicAccess {
  readonly reader: TopicReader;
  readonly createWriter: CreateTopicWriter;
  /** Milliseconds between looks whether somebody else writes to a contract topic; default 10 s. */
  readonly lookMs?: number | undefined;
}

/** However much others write, what they wrote is looked at no more often. Milliseconds. */
const restMs = 1_000;
/** How long it may take at most until what was written can be read: the broker answers before that. */
const settledMs = 5_000;

/** Says which contract it is that does not fit its topic. */
function ofContract(error: unknown, { id, sql }: DerivedContract): unknown {
  if (!(error instanceof ConcordatError) || error.code !== 'RECORD_TOO_LARGE') return error;
  return new ConcordatError(error.code, `${id} cannot be published: ${error.message}`, {
    fix: `${error.fix ?? ''} Or make such rows smaller in ${sql.file}. Until then nothing more of the contract is published; it is tried again by itself.`,
    subject: id,
  });
}

/**
 * Publishes on the contract's topic.
 *
 * @param takesOver - whether also where another database published on it
 */
export function createKafkaSink(
  contract: DerivedContract,
  { reader, createWriter, lookMs = 10_000 }: TopicAccess,
  takesOver = false,
): ChangeSink {
  const { topic } = contract.serving;
  const destination = topicDestination(topic);
  const writer = createWriter(topic);
  const tail = createTopicTail();
  let originId = '';
  let recoveredAt = -Infinity;
  let lookedAt = -Infinity;
  let wroteAt = -Infinity;
  let isForgotten = false;
  let noted: NoteMark | undefined;
  const write = async (transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void> => {
    const spans = await writer.write(records).catch((error: unknown) => {
      throw ofContract(error, contract);
    });
    wroteAt = performance.now();
    const reached = tail.wrote(spans);
    if (!tail.isReplaced()) {
      noted = await extendPublication(transaction, contract.id, reached);
      return;
    }
    // What was known is of a topic that is no more: whoever recovers this one looks at all of it, and it gets every row.
    if (!isForgotten) await publishAgain(transaction, contract.id);
    noted = await replacePublication(transaction, contract.id, { destination, ...unknownTopic });
    isForgotten = true;
  };

  return {
    ...{ destination: 'KAFKA', topic },
    async recover(transaction) {
      originId = await readOriginId(transaction);
      const options = {
        ...{ reader: readerWithin(transaction, reader), destination },
        origin: { id: originId, takesOver },
      };
      const history = await readHistory(transaction, contract, options);
      // Before anybody is kept from writing.
      await assertOwnTopic(contract, history, options);
      await writer.takeOver();
      const { nextOffsets, unreadable, mark } = await recoverTopic(transaction, contract, {
        ...options,
        history,
      });
      tail.reset(nextOffsets);
      noted = mark;
      isForgotten = false;
      // Without the database's commit they are found again, deleted, and no harm done.
      for await (const strays of readStrays(transaction, contract)) {
        const records = strays.map(({ change, keyText }) => encodeChange(change, originId, keyText));
        await write(transaction, records);
      }
      recoveredAt = performance.now();
      lookedAt = recoveredAt;
      return unreadable;
    },
    isLastNote: (mark) => mark === noted,
    async isDisturbed(session) {
      const now = performance.now();
      if (now - recoveredAt < restMs) return false;
      if (tail.isDisturbed()) return true;
      if (now - lookedAt < lookMs) return false;
      if ((await readNoteMark(session, contract.id)) !== noted) return true;
      const ranges = await rangesOf(reader, contract);
      lookedAt = now;
      return tail.isExceeded(ranges) || (now - wroteAt > settledMs && tail.isMissed(ranges));
    },
    publish: (transaction, changes) =>
      write(
        transaction,
        changes.map((change) => encodeChange(change, originId)),
      ),
    close: () => writer.close(),
  };
}
