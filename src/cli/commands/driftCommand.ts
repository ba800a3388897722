import { Command } from '@commander-js/extra-typings';
import { readDrift } from '../../pipeline/drift/readDrift.ts';
import type { CliContext } from '../CliContext.ts';
import { formatDrift, type OwnedDrift } from '../formatDrift.ts';
import { assertCurrent } from '../gateway/assertCurrent.ts';
import { loadProject } from '../loadProject.ts';
import { withDatabase } from '../openDatabase.ts';
import {
  dataDirOption,
  databaseUrlOption,
  embeddedBrokersOption,
  eventsOption,
  formatOption,
  projectOption,
} from '../options/options.ts';
import { parseText } from '../options/parsers.ts';
import { assertKnown } from '../settings/assertKnown.ts';
import { listProblems } from '../settings/listProblems.ts';

/** `concordat drift`: where source events differ from what their topics declare. */
export function driftCommand(context: CliContext) {
  const command = new Command('drift')
    .description(
      'list where source events differ from what their topics declare, with first and last sight; changes nothing',
    )
    .addOption(projectOption())
    .addOption(databaseUrlOption())
    .addOption(dataDirOption())
    .addOption(eventsOption())
    .addOption(embeddedBrokersOption())
    .option('--source <topic>', 'only events of this topic', parseText)
    .addOption(formatOption())
    .action(async (options) => {
      const { declaredTopics } = await loadProject(options.project);
      const owners = new Map(declaredTopics.map(({ topic, owner }) => [topic, owner]));
      const drift = await withDatabase(options, context, async (database): Promise<OwnedDrift[]> => {
        await assertCurrent(database);
        const rows = await readDrift(database, options.source);
        if (rows.length === 0) {
          const recorded = (await readDrift(database)).map(({ source }) => source);
          assertKnown('--source', options.source, [...owners.keys(), ...recorded]);
        }
        return rows.map((row) => ({ ...row, owner: owners.get(row.source) ?? null }));
      });
      context.stdout.write(
        options.format === 'json' ? `${JSON.stringify(drift, null, 2)}\n` : formatDrift(drift),
      );
    });
  return listProblems(command);
}
