import type { Project } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { bytesAtOnce } from '../derive/bytesAtOnce.ts';
import { nextSpan, readWaiting } from '../derive/readWindow.ts';
import { checkedTopics } from './CheckedTopic.ts';
import { recordDrift } from './recordDrift.ts';

/** What is looked at in one statement. */
const atOnce = { events: 20_000, bytes: bytesAtOnce };

/**
 * Records the drift of all events that a rebuild derives and nobody did before. Of those that were derived it is recorded already, and
 * would count twice.
 */
export async function recordWaitingDrift(
  transaction: Transaction,
  project: Project,
): Promise<string | undefined> {
  const topics = checkedTopics(project).map(({ declared }) => declared.topic);
  for (const waiting of await readWaiting(transaction, undefined, topics)) {
    let { from } = waiting;
    while (from !== waiting.arrived) {
      const span = await nextSpan(transaction, { ...waiting, from }, atOnce);
      if (span === undefined) break;
      const failure = await recordDrift(transaction, project, [span]);
      if (failure !== undefined) return failure;
      from = span.to;
    }
  }
  return undefined;
}
