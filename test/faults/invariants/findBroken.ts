import type { Project } from '../../../src/contract/model.ts';
import type { KafkaSettings } from '../../../src/feed/kafka/KafkaSettings.ts';
import type { TopicReader } from '../../../src/feed/kafka/TopicReader.ts';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import type { Database } from '../../../src/storage/Database.ts';
import { computeOffices, type Report } from '../../plain/offices/computeOffices.ts';
import { worldMaskKey } from '../world/worldMaskKey.ts';
import { changeDifferences } from './changeDifferences.ts';
import { countDifferences } from './countDifferences.ts';
import { exceptionDifferences } from './exceptionDifferences.ts';
import { officesDifferences } from './officesDifferences.ts';
import { rawDifferences } from './rawDifferences.ts';
import { topicDifferences } from './topicDifferences.ts';

export interface Checked {
  readonly database: Database;
  readonly settings: KafkaSettings;
  readonly reader: TopicReader;
  readonly project: Project;
  readonly sources: readonly string[];
  /** What was sent and can be understood, in order. */
  readonly reports: readonly Report[];
}

/** What is wrong, by the number of the invariant that is broken; all lists are empty where none is. */
export type Broken = Readonly<
  Record<'I1' | 'I2' | 'I3' | 'I4' | 'changes' | 'exceptions' | 'rebuild', readonly string[]>
>;

export const nothingBroken: Broken = {
  ...{ I1: [], I2: [], I3: [], I4: [], changes: [], exceptions: [], rebuild: [] },
};

/** Looks at everything, and at last rebuilds, which must change nothing (I2). */
export async function findBroken(checked: Checked): Promise<Broken> {
  const { database, settings, reader, project, sources, reports } = checked;
  const found = {
    I1: await rawDifferences(database, settings, sources),
    I2: await officesDifferences(database, project, computeOffices(reports)),
    I3: await topicDifferences(database, reader, project),
    I4: await countDifferences(database, project),
    changes: await changeDifferences(database, project),
    exceptions: await exceptionDifferences(database),
  };
  const again = await rebuild(database, project, { maskKeys: deriveMaskKeys(worldMaskKey) });
  return {
    ...found,
    rebuild: again.contracts.flatMap(({ contract, inserted, updated, deleted }) =>
      inserted + updated + deleted === 0 ? [] : [`${contract} was not as a rebuild leaves it`],
    ),
  };
}
