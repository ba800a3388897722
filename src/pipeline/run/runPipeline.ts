import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Project } from '../../contract/model.ts';
import type { MaskKeys } from '../../policy/masks/MaskKeys.ts';
import type { Database } from '../../storage/Database.ts';
import { runDeriver } from '../derive/runDeriver.ts';
import { runIngester } from '../ingest/topics/runIngester.ts';
import type { PipelineObserver, WorkerKind } from '../observe/PipelineObserver.ts';
import type { TopicAccess } from '../publish/createKafkaSink.ts';
import { runPublisher } from '../publish/runPublisher.ts';
import type { WorkerOptions } from './runLeased.ts';

export interface PipelineOptions {
  readonly database: Database;
  readonly project: Project;
  readonly maskKeys: MaskKeys;
  /**
   * Where source and contract topics are. Without it raw is filled by others, such as `concordat ingest`, and the embedded feed
   * takes the changes.
   */
  readonly topics?: TopicAccess | undefined;
  /** Whether topics that another database published on are taken over, or by the embedded feed any topics; default no. */
  readonly takesOver?: boolean | undefined;
  readonly observer: PipelineObserver;
  readonly signal: AbortSignal;
  /** Source events in one batch of a derivation, about. */
  readonly batchSize?: number | undefined;
  /** Milliseconds after which a silent process's work goes to others. */
  readonly leaseMs?: number | undefined;
}

/** Different for each process, and readable in `pipeline.lease`. */
function holderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}

/**
 * Runs this process's share of the pipeline until `signal` aborts: source topics → raw, raw → serving tables, changes → contract
 * topics. The workers do not wait for each other; a failure of one's is tried again.
 */
export async function runPipeline(options: PipelineOptions): Promise<void> {
  const { database, project, maskKeys, topics, takesOver, observer, signal, batchSize, leaseMs } = options;
  const holder = holderName();
  const worker = (kind: WorkerKind): WorkerOptions => ({
    ...{ database, holder, signal },
    ...(leaseMs === undefined ? {} : { leaseMs }),
    onTurn: () => {
      observer.turned(kind);
    },
    onRound: (failure, works) => {
      observer.rounded(kind, failure, works);
    },
    onFailure: (error, retryInMs, work) => {
      observer.failed(kind, error, retryInMs, work);
    },
    onRecovery: (error, work) => {
      observer.recovered(kind, error, work);
    },
    onShare: (share) => {
      observer.shared(kind, share);
    },
  });
  const { ingested, reached, lost, missing, derived, published, unreadable, wentBack } = observer;
  await Promise.all([
    topics !== undefined &&
      runIngester({
        ...worker('ingester'),
        ...{ project, reader: topics.reader },
        ...{ onBatch: ingested, onWatermarks: reached, onGap: lost, onMissing: missing },
      }),
    runDeriver({
      ...worker('deriver'),
      ...{ project, maskKeys, onBatch: derived },
      ...(batchSize === undefined ? {} : { batchSize }),
    }),
    runPublisher({
      ...worker('publisher'),
      ...{ project, topics, takesOver, onBatch: published, onUnreadable: unreadable, onWentBack: wentBack },
    }),
  ]);
}
