import type { Project } from '../../contract/model.ts';
import type { Lease } from '../lease/Lease.ts';
import { holdLease } from '../lease/renewLease.ts';
import { derivedContracts, type DerivedContract } from '../materialize/materializeContract.ts';
import type { PublishedBatch } from '../observe/PublishedBatch.ts';
import type { UnreadableBatch } from '../observe/UnreadableBatch.ts';
import { assertNotReplaced } from '../rebuild/assertNotReplaced.ts';
import { runLeased, type WorkerOptions } from '../run/runLeased.ts';
import type { ChangeSink } from './ChangeSink.ts';
import { createEmbeddedSink } from './createEmbeddedSink.ts';
import { createKafkaSink, type TopicAccess } from './createKafkaSink.ts';
import { publishBatch } from './publishBatch.ts';
import { readNoteMark } from './publication.ts';

export interface PublisherOptions extends WorkerOptions {
  readonly project: Project;
  /** Where contract topics are; without it changes go into the embedded feed. */
  readonly topics?: TopicAccess | undefined;
  /** Whether topics that another database published on are taken over, or by the embedded feed any topics; default no. */
  readonly takesOver?: boolean | undefined;
  /** Changes in one batch; default 1,000. */
  readonly batchSize?: number;
  /** Told of each batch that is published. */
  readonly onBatch?: (batch: PublishedBatch) => void;
  /** Told of each batch on a contract topic that cannot be read, once it is passed over. */
  readonly onUnreadable?: (batch: UnreadableBatch) => void;
  /** Told of a contract of which the database lost what was noted last. */
  readonly onWentBack?: (contract: string) => void;
}

const piecePrefix = 'publish:';

/** A sink that was recovered under a lease, and is good for as long as the process has it without a break. */
interface OpenSink {
  readonly epoch: string;
  readonly sink: ChangeSink;
}

/**
 * Publishes what changes, continuously, until `signal` aborts: of this process's share of the contract versions one batch each in
 * turn. After a failure, when a lease is taken, when somebody else wrote to a topic, and when the database lost commits, what is there
 * already is looked at first.
 */
export async function runPublisher(options: PublisherOptions): Promise<void> {
  const { database, project, topics, takesOver, batchSize = 1_000 } = options;
  const contracts = new Map(
    derivedContracts(project).map((contract) => [`${piecePrefix}${contract.id}`, contract]),
  );
  const open = new Map<string, OpenSink>();

  const discard = async (name: string): Promise<void> => {
    const old = open.get(name);
    open.delete(name);
    await old?.sink.close();
  };

  const sinkOf = async (contract: DerivedContract, lease: Lease): Promise<ChangeSink> => {
    const known = open.get(lease.name);
    if (known?.epoch === lease.epoch) {
      if (!(await known.sink.isDisturbed(database))) return known.sink;
      if (!known.sink.isLastNote(await readNoteMark(database, contract.id)))
        options.onWentBack?.(contract.id);
    }
    await discard(lease.name);
    const sink =
      topics === undefined
        ? createEmbeddedSink(contract, takesOver)
        : createKafkaSink(contract, topics, takesOver);
    // Before it has recovered it is open, so that it is closed when that fails, and no sink to publish to.
    open.set(lease.name, { epoch: '', sink });
    const unreadable = await database.transaction(
      async (transaction) => {
        await holdLease(transaction, lease);
        await assertNotReplaced(transaction, project);
        const found = await sink.recover(transaction);
        // A rebuild may have come in between. Where rows were revised, none can any more.
        await assertNotReplaced(transaction, project);
        return found;
      },
      { statementTimeoutMs: 0 },
    );
    for (const batch of unreadable) options.onUnreadable?.(batch);
    open.set(lease.name, { epoch: lease.epoch, sink });
    return sink;
  };

  const publish = async (contract: DerivedContract, lease: Lease): Promise<boolean> => {
    const startedAt = performance.now();
    const sink = await sinkOf(contract, lease);
    const changes = await publishBatch(database, contract, sink, { project, lease, batchSize });
    if (changes === undefined) {
      options.onWentBack?.(contract.id);
      await discard(lease.name);
      return true;
    }
    if (changes === 0) return false;
    const { destination, topic } = sink;
    const durationMs = performance.now() - startedAt;
    options.onBatch?.({ contract: contract.id, destination, topic, changes, durationMs });
    return true;
  };

  await runLeased({
    ...options,
    kind: 'publisher',
    pieces: async () => {
      await assertNotReplaced(database, project);
      // A process that does not reach Kafka is to leave its share to those who do.
      await topics?.reader.partitions([...contracts.values()].map(({ serving }) => serving.topic));
      return [...contracts.keys()];
    },
    work: async (lease) => {
      const contract = contracts.get(lease.name);
      if (contract === undefined) return false;
      try {
        return await publish(contract, lease);
      } catch (error) {
        await discard(lease.name);
        throw error;
      }
    },
  });
  await Promise.all([...open.keys()].map(discard));
}
