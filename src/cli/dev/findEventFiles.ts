import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../../contract/model.ts';
import { sourceTopics } from '../../contract/sourceTopics.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';

export interface EventFiles {
  /** Paths of the files that are named for a topic of the project. */
  readonly taken: readonly string[];
  /** Names of the other logs in the folder. */
  readonly left: readonly string[];
}

const log = /\.ndjson(\.gz)?$/;

/**
 * The logs in a folder that are named for a source topic of the project, `<topic>.ndjson` or `<topic>.ndjson.gz`. Others,
 * say a second delivery of the same topic, are left for `concordat ingest` to take by name.
 *
 * @throws ConcordatError INPUT_INVALID when there is no such folder or no such file in it
 */
export async function findEventFiles(project: Project, directory: string): Promise<EventFiles> {
  const topics = sourceTopics(project);
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new ConcordatError('INPUT_INVALID', `The folder of events ${directory} cannot be read.`, {
      fix: 'Name a folder that holds <topic>.ndjson or <topic>.ndjson.gz.',
      cause,
    });
  });
  const logs = names.filter((name) => log.test(name)).toSorted();
  const taken = logs.filter((name) => topics.has(name.replace(log, '')));
  if (taken.length === 0) {
    throw new ConcordatError(
      'INPUT_INVALID',
      `No file in ${directory} is named for a topic of the project.`,
      {
        fix: `Name the files <topic>.ndjson or <topic>.ndjson.gz; the topics are ${[...topics].toSorted().join(', ')}.`,
      },
    );
  }
  return {
    taken: taken.map((name) => join(directory, name)),
    left: logs.filter((name) => !taken.includes(name)),
  };
}
