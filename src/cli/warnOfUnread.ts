import type { Project } from '../contract/model.ts';
import { sourceTopics } from '../contract/sourceTopics.ts';
import type { IngestedFile } from '../pipeline/ingest/IngestProgress.ts';
import { unreadTopics } from '../pipeline/ingest/unreadTopics.ts';

/** Says on stderr which events nothing derives from: a topic may be misspelled. */
export function warnOfUnread(
  project: Project,
  files: readonly IngestedFile[],
  stderr: NodeJS.WritableStream,
): void {
  const lines = files.flatMap((file) =>
    unreadTopics(project, file).map(
      ({ topic, events }) =>
        `warning: ${file.file}: ${events} events of ${topic}, which no product of the project reads\n`,
    ),
  );
  if (lines.length === 0) return;
  const topics = [...sourceTopics(project)].toSorted();
  stderr.write(
    `${lines.join('')}The products read ${topics.length === 0 ? 'no topic' : topics.join(', ')}.\n`,
  );
}
