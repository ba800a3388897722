import type { Project } from '../../contract/model.ts';
import type { Transaction } from '../../storage/Database.ts';
import { isTransient } from '../../storage/isTransient.ts';
import { sqlFailureOf } from '../../storage/SqlFailure.ts';
import type { Window } from '../derive/Window.ts';
import { windowValues } from '../derive/windowEvents.ts';
import { checkedTopics } from './CheckedTopic.ts';
import { driftText } from './driftText.ts';

/**
 * Records in raw.drift where the events of a window differ from what their topics declare. To be called once for each event, when it
 * is first derived, and last in its transaction: other shards may wait for the rows.
 *
 * Drift stops nothing: when it cannot be recorded, what went wrong is returned and the transaction goes on.
 *
 * @throws ConcordatError of the moment, as DATABASE_UNAVAILABLE; see `isTransient`.
 */
export async function recordDrift(
  transaction: Transaction,
  project: Project,
  window: Window,
): Promise<string | undefined> {
  const present = new Set(window.filter(({ events }) => events > 0).map(({ source }) => source));
  const topics = checkedTopics(project).filter(({ declared }) => present.has(declared.topic));
  if (topics.length === 0) return undefined;
  const names = topics.map(({ declared }) => declared.topic);
  const values = windowValues(window.filter(({ source }) => names.includes(source)));
  try {
    await transaction.savepoint(async () => {
      // Nobody can know beforehand how much differs: a plan for little of it would go through all for each.
      await transaction.script('set local enable_nestloop = off');
      await transaction.execute({ text: driftText(topics), values });
      await transaction.script('set local enable_nestloop = on');
    });
    return undefined;
  } catch (error) {
    const failure = sqlFailureOf(error);
    if (failure === undefined || isTransient(error)) throw error;
    return `${failure.message} [${failure.details.sqlState}]`;
  }
}
