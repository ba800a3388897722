import { Command } from '@commander-js/extra-typings';
import { unreadTopics } from '../../pipeline/ingest/unreadTopics.ts';
import type { CliContext } from '../CliContext.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { ingestWithProgress } from '../ingestWithProgress.ts';
import { loadProject } from '../loadProject.ts';
import {
  dataDirOption,
  databaseUrlOption,
  embeddedBrokersOption,
  eventsOption,
  formatOption,
  projectOption,
} from '../options/options.ts';
import { collectEventFile } from '../options/parsers.ts';
import { withDatabase } from '../openDatabase.ts';
import { listProblems } from '../settings/listProblems.ts';
import { warnOfUnread } from '../warnOfUnread.ts';

/** `concordat ingest FILE…`: source events into the raw layer. */
export function ingestCommand(context: CliContext) {
  const command = new Command('ingest')
    .description(
      'take files of source events into the raw layer, byte for byte; a file taken before adds what is new',
    )
    .argument(
      '<file...>',
      '*.ndjson or *.ndjson.gz, a line {"topic","key","timestamp","value"} an event',
      collectEventFile,
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .addOption(formatOption())
    .action(async (files, options) => {
      const project = await loadProject(options.project);
      const results = await withDatabase(options, context, async (database) => {
        await assertCurrent(database);
        return ingestWithProgress(database, files, context.stderr);
      });
      warnOfUnread(project, results, context.stderr);
      context.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify(results.map((result) => ({ ...result, unread: unreadTopics(project, result) })))}\n`
          : results.map(({ file, events, added }) => `${file}: ${events} events, ${added} new\n`).join(''),
      );
    });
  return listProblems(command);
}
